import type * as z from "zod/mini";

type Issue = z.core.$ZodIssue;

const issuesMax = 5;

/** What is wrong with a message, and where: one line for people and logs, without the values themselves. */
export function describeProblem(error: z.core.$ZodError): string {
  const lines = error.issues.slice(0, issuesMax).map((issue) => `${issue.path.join(".") || "(top)"}: ${detail(issue)}`);
  const more = error.issues.length - lines.length;
  return lines.join("; ") + (more > 0 ? `; and ${more} more` : "");
}

function detail(issue: Issue): string {
  switch (issue.code) {
    case "unrecognized_keys":
      return `unknown key ${issue.keys.slice(0, issuesMax).join(", ").slice(0, 200)}`;
    case "invalid_type":
      return `expected ${issue.expected}`;
    case "invalid_value":
      return `expected ${issue.values.slice(0, 12).map(String).join(" or ")}`;
    case "invalid_format":
      return `not the form of ${issue.format === "regex" ? (issue.pattern ?? "a regex") : issue.format}`;
    case "too_big":
      return `more than ${String(issue.maximum)}`;
    case "too_small":
      return `less than ${String(issue.minimum)}`;
    default:
      return issue.code;
  }
}
