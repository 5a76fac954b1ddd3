import { airport } from "./airport.ts";
import { cityStreet } from "./city-street.ts";
import { eventLot } from "./event-lot.ts";
import { firstMinutesFree } from "./first-minutes-free.ts";
import { hospital } from "./hospital.ts";
import { mall } from "./mall.ts";
import { residential } from "./residential.ts";
import type { TariffTemplate } from "./tariff-template.ts";

/** Every tariff that a new lot can start from, the most common first. */
export const tariffTemplates: readonly TariffTemplate[] = [
  firstMinutesFree,
  cityStreet,
  airport,
  mall,
  hospital,
  residential,
  eventLot,
];
