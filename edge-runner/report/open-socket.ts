import net from "node:net";
import tls from "node:tls";

/**
 * Opens a connection to a broker, from one address of this machine when that is given. The library's own way to connect
 * ignores both that and `noDelay`.
 */
export function openSocket(url: string, localAddress: string | null): net.Socket {
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, "");
  const from = localAddress === null ? {} : { localAddress, family: net.isIP(localAddress) };
  if (protocol !== "mqtts:") return net.connect({ host, port: Number(port || 1883), noDelay: true, ...from });
  const name = net.isIP(host) ? {} : { servername: host };
  const socket = tls.connect({ host, port: Number(port || 8883), ...name, ...from });
  socket.setNoDelay(true);
  return socket;
}

/** Can the broker be reached from this address now? Connects, over TLS where the link does, and says nothing. */
export function probe(url: string, localAddress: string, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = openSocket(url, localAddress);
    const timer = setTimeout(() => end(false), timeoutMs);
    const end = (isAnswered: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(isAnswered);
    };
    socket.once(url.startsWith("mqtts:") ? "secureConnect" : "connect", () => end(true));
    socket.on("error", () => end(false));
  });
}
