import { findProblems, type ProblemQuestion } from "./find-problems.ts";

self.onmessage = ({ data }: MessageEvent<ProblemQuestion>) => self.postMessage(findProblems(data));
