import path from "node:path";
import { expect, it } from "vitest";
import { vocabularyDocument } from "./vocabulary-document.ts";

it("is what docs/rule-vocabulary.md says (write it anew with vitest --update)", async () => {
  await expect(vocabularyDocument()).toMatchFileSnapshot(
    path.join(import.meta.dirname, "../../docs/rule-vocabulary.md"),
  );
});
