"use client";

import clsx from "clsx";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { Skeleton } from "../../../../../ui/state/skeleton.tsx";

export type PhotoPlace = { readonly lotId: string; readonly passageId: string };

/** The size is kept free before the photo is there, so that nothing moves when it comes. */
const frames = { plate: "aspect-[3/1]", scene: "aspect-[16/10]" } as const;

/** A photo that is in the cloud. */
export function PassagePhoto(props: { place: PhotoPlace; kind: "plate" | "scene"; plateText: string | null }) {
  const t = useTranslations("passage.photos");
  const { place, kind, plateText } = props;
  const [state, setState] = useState<"loading" | "shown" | "failed">("loading");
  const [attempt, setAttempt] = useState(0);
  const path = [place.lotId, place.passageId, kind].map(encodeURIComponent).join("/");
  const alt = plateText === null ? t(`altUnread.${kind}`) : t(`alt.${kind}`, { plate: plateText });
  return (
    <div className={clsx("relative w-full overflow-hidden rounded-control border border-border", frames[kind])}>
      {state === "loading" ? <Skeleton className="absolute inset-0" /> : null}
      {state === "failed" ? (
        <div
          role="alert"
          className="absolute inset-0 flex flex-col items-center justify-center gap-2 bg-quiet-tint p-2"
        >
          <span className="text-center text-small">{t("failed")}</span>
          <Button
            size="small"
            onClick={() => {
              setState("loading");
              setAttempt((count) => count + 1);
            }}
          >
            {t("again")}
          </Button>
        </div>
      ) : (
        // biome-ignore lint/performance/noImgElement: it must never be stored anywhere, so it is not sent through an optimiser
        <img
          key={attempt}
          src={`/api/photos/${path}${attempt === 0 ? "" : `?again=${attempt}`}`}
          alt={alt}
          className={clsx("absolute inset-0 size-full object-contain", state === "loading" && "opacity-0")}
          onLoad={() => setState("shown")}
          onError={() => setState("failed")}
        />
      )}
    </div>
  );
}
