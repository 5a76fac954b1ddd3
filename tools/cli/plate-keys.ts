import { normalisePlate } from "#engine/model/plate.ts";
import { BadInputError } from "./bad-input-error.ts";
import { writeLine } from "./line-output.ts";
import { readLines } from "./read-input.ts";

/** `liftgate plate`: the key under which a plate is compared and looked up. */
export async function plateKeys({ country }: { country: string }): Promise<void> {
  if (!/^[A-Za-z]{2}$/.test(country)) throw new BadInputError([`--country: ${country} is not two letters like CN`]);
  for await (const line of readLines("-")) await writeLine({ key: normalisePlate(line, country.toUpperCase()) });
}
