import type { EnumValue } from "#engine/model/enums.ts";
import type { CameraPhoto } from "../photos/camera-photo.ts";

/** What a camera saw, in our words, whatever its vendor. */
export type Observation = {
  readonly deviceId: string;
  readonly laneId: string;
  /** As the camera read it; null when it saw a vehicle without a readable plate. */
  readonly plateRaw: string | null;
  /** 0 to 1; null when the camera does not say. */
  readonly confidence: number | null;
  /** ISO 3166, when the camera says where the plate is from. */
  readonly plateCountry: string | null;
  readonly plateType: EnumValue<"plateType"> | null;
  readonly plateColor: EnumValue<"plateColor"> | null;
  readonly vehicleClass: EnumValue<"vehicleClass"> | null;
  /** The camera's own clock, in milliseconds; null when it does not say. */
  readonly cameraTime: number | null;
  /** The same in every repetition of one message. */
  readonly vendorEventId: string;
  /** The camera says that this message was kept and is sent late. */
  readonly isRetransmitted: boolean;
  /** What came with the message to look at. */
  readonly photos?: readonly CameraPhoto[];
};

/** What an adapter makes of a message: a vehicle, a sign of life, or an event that is none of a lane's business. */
export type CameraMessage =
  | { readonly kind: "vehicle"; readonly observation: Omit<Observation, "deviceId" | "laneId" | "photos"> }
  | { readonly kind: "heartbeat"; readonly cameraTime: number | null }
  | { readonly kind: "ignored"; readonly why: string };

/** A message that cannot be understood; the sentence goes back to the sender and into the log. */
export class MessageFormatError extends Error {
  override readonly name = "MessageFormatError";
}
