"use client";

import { Camera, CameraOff, CloudUpload, Eraser, type LucideIcon } from "lucide-react";
import { useTranslations } from "use-intl";
import { Card } from "../../../../../ui/primitives/card.tsx";
import { PassagePhoto, type PhotoPlace } from "./passage-photo.tsx";
import type { Passage } from "./passage-view.tsx";

type Photo = Passage["photos"][number];

const icons: Partial<Record<Photo["state"], LucideIcon>> = { atEdge: CloudUpload, neverTaken: Camera, erased: Eraser };

/** What the camera saw: the plate and the scene, or where each of them is. */
export function PhotosCard({ lotId, passage }: { lotId: string; passage: Passage }) {
  const t = useTranslations("passage.photos");
  const place = { lotId, passageId: passage.passageId };
  const isNone = passage.photos.every(({ state }) => state === "neverTaken");
  return (
    <Card title={t("title")}>
      {isNone ? (
        <p className="text-muted">{t("none")}</p>
      ) : (
        <div className="grid items-start gap-3 sm:grid-cols-2">
          {passage.photos.map((photo) => (
            <PhotoFigure key={photo.kind} place={place} photo={photo} plateText={passage.plateText} />
          ))}
        </div>
      )}
    </Card>
  );
}

function PhotoFigure(props: { place: PhotoPlace; photo: Photo; plateText: string | null }) {
  const t = useTranslations("passage.photos");
  const { place, photo, plateText } = props;
  const { kind, state, sha256 } = photo;
  // keyed by content, so that a photo which arrives later is loaded then
  if (state === "here") {
    return (
      <figure>
        <PassagePhoto key={sha256} place={place} kind={kind} plateText={plateText} />
        <figcaption className="mt-1 text-small text-muted">{t(`kinds.${kind}`)}</figcaption>
      </figure>
    );
  }
  const Icon = icons[state] ?? CameraOff;
  return (
    <div className="flex items-start gap-2 rounded-control border border-dashed border-border p-3">
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
      <p>
        <span className="block font-medium">{t(`kinds.${kind}`)}</span>
        <span className="text-small text-muted">{t(`states.${state}`)}</span>
      </p>
    </div>
  );
}
