import net from "node:net";
import type os from "node:os";
import type { UplinkConfig } from "../edge-config.ts";

type Interfaces = ReturnType<typeof os.networkInterfaces>;

/**
 * The address that a socket over this uplink is bound to, as the machine's interfaces are now; null while it has none.
 * An interface without a carrier is not among them. Of several addresses the first of version 4 counts, unless the
 * cloud is named by an address of version 6.
 */
export function uplinkAddress(
  uplink: Pick<UplinkConfig, "interface" | "localAddress">,
  interfaces: Interfaces,
  host: string,
): string | null {
  const { localAddress } = uplink;
  // every address of 127/8 is the machine's own, and only one is listed
  if (localAddress?.startsWith("127.")) return localAddress;
  const wanted = net.isIPv6(host) ? "IPv6" : "IPv4";
  const named = uplink.interface === undefined ? Object.values(interfaces).flat() : interfaces[uplink.interface];
  const usable = (named ?? []).filter((one) => one !== undefined && !one.address.startsWith("fe80:"));
  const found = localAddress
    ? usable.find((one) => one!.address === localAddress)
    : (usable.find((one) => one!.family === wanted) ?? (net.isIP(host) ? undefined : usable[0]));
  return found?.address ?? null;
}
