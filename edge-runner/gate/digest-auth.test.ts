import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { DigestAuth } from "./digest-auth.ts";

const request = { method: "POST", url: "/camera/exit-1-cam" };

function answer(challenge: string, change: Partial<Record<string, string>> = {}): string {
  const nonce = /nonce="([^"]+)"/.exec(challenge)![1]!;
  const algorithm = /algorithm=([^,]+)/.exec(challenge)![1]!;
  const hash = (text: string) =>
    createHash(algorithm === "MD5" ? "md5" : "sha256")
      .update(text)
      .digest("hex");
  const fields = { username: "cam", password: "secret", nc: "00000001", cnonce: "abc", uri: request.url, ...change };
  const first = hash(`${fields.username}:liftgate:${fields.password}`);
  const response = hash(`${first}:${nonce}:${fields.nc}:${fields.cnonce}:auth:${hash(`POST:${fields.uri}`)}`);
  return `Digest username="${fields.username}", realm="liftgate", nonce="${nonce}", uri="${fields.uri}", qop=auth, nc=${fields.nc}, cnonce="${fields.cnonce}", algorithm=${algorithm}, response="${response}"`;
}

describe("DigestAuth", () => {
  it("accepts the right answer to either challenge", () => {
    const auth = new DigestAuth();
    for (const challenge of auth.challenge())
      expect(new DigestAuth().check(answer(challenge), request, "cam", "secret")).toBe("challenge");
    const [sha, md5] = auth.challenge();
    expect(auth.check(answer(sha!), request, "cam", "secret")).toBe("ok");
    expect(auth.check(answer(md5!, { nc: "00000002" }), request, "cam", "secret")).toBe("ok");
  });

  it("takes each nonce count once", () => {
    const auth = new DigestAuth();
    const recorded = answer(auth.challenge()[0]!);
    expect(auth.check(recorded, request, "cam", "secret")).toBe("ok");
    expect(auth.check(recorded, request, "cam", "secret")).toBe("challenge");
  });

  it("refuses a wrong password, another address and another user", () => {
    const auth = new DigestAuth();
    const [challenge] = auth.challenge();
    expect(auth.check(answer(challenge!, { password: "guess" }), request, "cam", "secret")).toBe("wrong");
    expect(auth.check(answer(challenge!, { uri: "/camera/other" }), request, "cam", "secret")).toBe("wrong");
    expect(auth.check(answer(challenge!, { username: "other" }), request, "cam", "secret")).toBe("wrong");
  });

  it("asks again when a nonce is old, foreign or missing", () => {
    let now = 1_000;
    const auth = new DigestAuth(() => now);
    const recorded = answer(auth.challenge()[1]!);
    now += 5 * 60_000 + 1;
    expect(auth.check(recorded, request, "cam", "secret")).toBe("challenge");
    for (const header of [undefined, "Basic abc", 'Digest nonce="ff.00"', "Digest "])
      expect(auth.check(header, request, "cam", "secret")).toBe("challenge");
  });
});
