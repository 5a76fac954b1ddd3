import type { DraftSetting } from "../compiled-findings.ts";
import { tariffFindings } from "./tariff-findings.ts";

self.onmessage = ({ data }: MessageEvent<DraftSetting>) => self.postMessage(tariffFindings(data));
