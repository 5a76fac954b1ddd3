import fs from "node:fs";
import { installFromDebian, isDebian } from "./install-from-debian.ts";

type Say = (line: string) => void;

const programs = ["/usr/sbin/mosquitto", "/usr/bin/openssl"];

/** Sees to Mosquitto for the tests on a broker of one's own; when there is none to be had, the skip, in words. */
export function ensureMosquitto(say: Say): string | undefined {
  if (hasAll()) return undefined;
  installFromDebian(["mosquitto", "openssl"], say);
  if (hasAll()) return undefined;
  say(`the tests on Mosquitto need it: ${isDebian ? "sudo apt-get install mosquitto openssl" : "they run on Debian"}`);
  return "tests on Mosquitto: no Mosquitto";
}

function hasAll(): boolean {
  return programs.every((file) => fs.existsSync(file));
}
