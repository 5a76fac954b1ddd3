import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { projectFolder } from "../freshness.ts";

const fileBytesMax = 2_000_000;
const secretCharsMin = 12;
const shapes: Record<string, RegExp> = {
  "a private key": /-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/=]{20}/,
  "a cloud access key": /\bAKIA[0-9A-Z]{16}\b/,
  "a GitHub token": /\bgh[pousr]_[A-Za-z0-9]{36}\b/,
  "an npm token": /\bnpm_[A-Za-z0-9]{36}\b/,
};

/** Nothing secret is in the repository: no key by its shape, and none of the secrets that this checkout made. */
export function checkCommittedSecrets(): string[] {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: projectFolder,
    maxBuffer: 50_000_000,
  });
  const own = readOwnSecrets();
  const files = listed.toString().split("\0").filter(Boolean);
  return files.flatMap((file) => {
    if (/(^|\/)\.data\//.test(file) || /(^|\/)\.env(\.|$)/.test(file)) return [`${file} must not be in the repository`];
    const stat = fs.statSync(path.join(projectFolder, file), { throwIfNoEntry: false });
    if (!stat?.isFile() || stat.size > fileBytesMax) return [];
    return findSecrets(fs.readFileSync(path.join(projectFolder, file), "utf8"), own).map(
      (what) => `${file} holds ${what}`,
    );
  });
}

/** What a text gives away, in words that do not repeat it. */
export function findSecrets(text: string, own: readonly string[]): string[] {
  const found = Object.entries(shapes).flatMap(([what, shape]) => (shape.test(text) ? [what] : []));
  if (own.some((secret) => text.includes(secret))) found.push("a secret of .data/secrets");
  return found;
}

function readOwnSecrets(): string[] {
  const folder = path.join(projectFolder, ".data/secrets");
  if (!fs.existsSync(folder)) return [];
  const texts = fs.readdirSync(folder).map((name) => fs.readFileSync(path.join(folder, name), "utf8").trim());
  const values = texts.flatMap((text) => (text.startsWith("{") ? Object.values<string>(JSON.parse(text)) : [text]));
  return values.filter((value) => value.length >= secretCharsMin);
}
