/**
 * Number of the meaning that a bundle is compiled for. It rises when a change to the engine alters any decision, fee or
 * trace; the path of every released number stays in the engine.
 */
export const semanticsNewest = 1;

/** Every number whose bundles this engine runs. */
export const semanticsSupported: readonly number[] = [1];
