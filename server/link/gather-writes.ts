import type net from "node:net";

/**
 * Lets what is written to a socket in one turn of the loop leave in one system call. The connection over which every
 * record of every edge goes to the cloud would otherwise cost one call for each of them.
 */
export function gatherWrites(socket: net.Socket): void {
  const cork = socket.cork.bind(socket);
  let isGathering = false;
  socket.cork = () => {
    cork();
    if (isGathering) return;
    isGathering = true;
    cork();
    setImmediate(() => {
      isGathering = false;
      socket.uncork();
    });
  };
}
