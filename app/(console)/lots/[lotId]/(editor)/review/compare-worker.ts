import { type CompareQuestion, compareDrafts } from "./compare-drafts.ts";

self.onmessage = ({ data }: MessageEvent<CompareQuestion>) => self.postMessage(compareDrafts(data));
