/** What a barrier said to a command. `accepted` null: no answer, so it may or may not have opened; never shown as open. */
export type BarrierAnswer = {
  readonly accepted: boolean | null;
  readonly commandMs: number;
  readonly error: string | null;
};

/** A barrier as a lane sees it, whatever its hardware. */
export type Barrier = {
  /** Opens it. Takes at most about four seconds and never rejects. */
  open(commandId: string, openForSeconds?: number): Promise<BarrierAnswer>;
  /** Is there a vehicle on the loop under the barrier? null when the input does not say. */
  isLoopOccupied(): Promise<boolean | null>;
};
