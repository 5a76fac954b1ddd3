import fs from "node:fs";
import path from "node:path";
import { projectFolder } from "../freshness.ts";

type Packages = Record<string, { optionalDependencies?: Record<string, string> }>;

/**
 * npm leaves a platform's package out of the lock file when the registry lacks it, and `npm ci` then refuses the whole
 * file on every platform.
 */
export function checkLockCompleteness(): string[] {
  const { packages } = JSON.parse(fs.readFileSync(path.join(projectFolder, "package-lock.json"), "utf8"));
  return findMissingPackages(packages);
}

export function findMissingPackages(packages: Packages): string[] {
  return Object.entries(packages).flatMap(([folder, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !isResolvable(packages, folder, name))
      .map(([name, version]) => `${folder || "package.json"} needs ${name}@${version}, which package-lock.json lacks`),
  );
}

/** Looks where Node would: beside the package, then in each folder above. */
function isResolvable(packages: Packages, from: string, name: string): boolean {
  for (let folder = from; ; folder = folder.slice(0, Math.max(folder.lastIndexOf("/node_modules/"), 0))) {
    if (`${folder ? `${folder}/` : ""}node_modules/${name}` in packages) return true;
    if (folder === "") return false;
  }
}
