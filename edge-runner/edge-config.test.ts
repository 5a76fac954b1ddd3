import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { EdgeConfigError, parseEdgeConfig, readEdgeConfig, withLocalAddresses } from "./edge-config.ts";
import { exampleConfig } from "./testing/example-config.ts";

function problems(change: (config: ReturnType<typeof exampleConfig>) => void): string {
  const config = exampleConfig();
  change(config);
  try {
    parseEdgeConfig(config, "edge.json");
  } catch (error) {
    expect(error).toBeInstanceOf(EdgeConfigError);
    return (error as Error).message;
  }
  return "";
}

describe("parseEdgeConfig", () => {
  it("accepts the documented shape", () => {
    expect(parseEdgeConfig(exampleConfig(), "edge.json").lanes[0]!.onRuleFailure).toBe("hold");
  });

  it("names the path of each problem", () => {
    const text = problems((config) => {
      config.lanes[0]!.cameras[0]!.sources = ["10.0.0.0/33"];
      config.edgeId = "UPPER";
    });
    expect(text).toContain("lanes.0.cameras.0.sources.0: a source is an IP address or a CIDR range");
    expect(text).toContain("edgeId:");
  });

  it("takes uplinks that say by what their sockets are bound, each under a name of its own", () => {
    const uplinks = (...ways: object[]) => problems((config) => void Object.assign(config, { uplinks: ways }));
    const [wired, mobile] = [
      { id: "wired", interface: "eth0" },
      { id: "4g", localAddress: "198.51.100.7", isMetered: true },
    ];
    expect(uplinks(wired, mobile)).toBe("");
    expect(uplinks({ id: "wired" })).toContain("uplinks.0: name either the interface or its localAddress");
    expect(uplinks({ ...mobile, interface: "wwan0" })).toContain("uplinks.0: name either");
    expect(uplinks({ ...mobile, localAddress: "modem" })).toContain("uplinks.0.localAddress");
    expect(uplinks(wired, { ...mobile, id: "wired" })).toContain("uplinks.1.id: used twice");
  });

  it("takes a Modbus relay only with one way in which its pulse ends", () => {
    const modbus = (change: object) =>
      problems((config) => {
        const wired = { kind: "modbus", url: "modbus://10.20.0.32:502", coil: 0, loopInput: 0, pulseSeconds: 1 };
        Object.assign(config.lanes[0]!, { barrier: { ...wired, ...change } });
      });
    expect(modbus({})).toContain("lanes.0.barrier.pulseRegister: say once how the pulse ends");
    expect(modbus({ isCoilTimed: true, allowSoftwarePulse: true })).toContain("say once how the pulse ends");
    expect(modbus({ isCoilTimed: true, url: "http://10.20.0.32" })).toContain("lanes.0.barrier.url");
    for (const way of [
      { isCoilTimed: true },
      { allowSoftwarePulse: true },
      { pulseRegister: { address: 1, unitMs: 100 } },
    ])
      expect(modbus(way)).toBe("");
  });

  it("refuses a camera id used twice and a key it does not know", () => {
    const twice = problems((config) => {
      config.lanes[1]!.cameras[0]!.id = config.lanes[0]!.cameras[0]!.id;
    });
    expect(twice).toContain("lanes.1.cameras.0.id: used twice");
    expect(problems((config) => Object.assign(config, { colour: "red" }))).toContain("colour");
  });
});

describe("readEdgeConfig", () => {
  it("goes on with what was good last when the file is damaged, and with the next good one", () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "edge-config-"));
    const file = path.join(folder, "edge.json");
    const write = (lotId: string) => fs.writeFileSync(file, JSON.stringify(exampleConfig({ lotId })));
    expect(() => readEdgeConfig(file)).toThrow("cannot read");
    fs.writeFileSync(file, "");
    expect(() => readEdgeConfig(file)).toThrow("is not JSON");
    write("first-lot");
    expect(readEdgeConfig(file).lotId).toBe("first-lot");
    for (const damage of ["", "\0".repeat(400), '{"v":1,"edgeIe":']) {
      fs.writeFileSync(file, damage);
      expect(readEdgeConfig(file).lotId).toBe("first-lot");
    }
    write("next-lot");
    expect(readEdgeConfig(file).lotId).toBe("next-lot");
    fs.writeFileSync(file, "");
    expect(readEdgeConfig(file).lotId).toBe("next-lot");
    expect(fs.statSync(`${file}.good`).mode & 0o777).toBe(0o600);
    fs.rmSync(folder, { recursive: true });
  });
});

describe("withLocalAddresses", () => {
  it("moves the ports of this machine only", () => {
    const config = parseEdgeConfig(exampleConfig(), "edge.json");
    config.lanes[1]!.barrier.url = "http://10.1.2.3/rpc";
    const env = { MQTT_URL: "mqtt://127.0.0.1:9", LIFTGATE_CAMERA_PORT: "7", LIFTGATE_BARRIER_PORT: "8" };
    const moved = withLocalAddresses(config, env);
    expect(moved.mqttUrl).toBe("mqtt://127.0.0.1:9");
    expect(moved.listen.port).toBe(7);
    expect(moved.lanes.map((lane) => lane.barrier.url)).toEqual(["http://127.0.0.1:8/entry-1", "http://10.1.2.3/rpc"]);
  });
});
