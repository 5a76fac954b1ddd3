"use client";

import { defaultRangeExtractor, useWindowVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, type Ref, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { ReleaseRule } from "#engine/model/rule.ts";

/** Where an item of a long list stands; nothing in a short one, whose items follow each other. */
export type ItemPlace = {
  readonly top: number | null;
  readonly index: number;
  readonly count: number;
  readonly measure?: Ref<HTMLLIElement>;
};

type Props = {
  rules: readonly ReleaseRule[];
  /** Stays in the page wherever the window is: somebody writes in it. */
  openId: string | null;
  item: (rule: ReleaseRule, place: ItemPlace) => ReactNode;
};

const shortMax = 60;
const usualPixels = 84;
const overscanItems = 6;

/** The rules of one group in their order. Of many only those near the window are drawn. */
export function RuleList(props: Props) {
  const list = useRef<HTMLOListElement>(null);
  const order = props.rules.map(({ id }) => id).join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: a rule that was moved by its button takes the window along.
  useLayoutEffect(() => {
    const focused = document.activeElement;
    if (list.current?.contains(focused)) focused?.scrollIntoView({ block: "nearest" });
  }, [order]);
  // After the router has brought the window to the top.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, for a rule that the address names.
  useEffect(() => {
    const place = props.rules.findIndex(({ id }) => id === props.openId);
    if (place >= 0) list.current?.children[place]?.scrollIntoView({ block: "nearest" });
  }, []);
  return props.rules.length > shortMax ? (
    <LongList {...props} list={list} />
  ) : (
    <ol ref={list}>
      {props.rules.map((rule, index) => props.item(rule, { top: null, index, count: props.rules.length }))}
    </ol>
  );
}

function LongList({ rules, openId, item, list }: Props & { list: React.RefObject<HTMLOListElement | null> }) {
  const [offset, setOffset] = useState(0);
  // What stands above may be another height after any change; the same number draws nothing anew.
  useLayoutEffect(() => {
    const top = list.current?.getBoundingClientRect().top ?? 0;
    setOffset(Math.round(top + window.scrollY));
  });
  const openIndex = rules.findIndex(({ id }) => id === openId);
  const virtualizer = useWindowVirtualizer({
    count: rules.length,
    estimateSize: () => usualPixels,
    overscan: overscanItems,
    scrollMargin: offset,
    getItemKey: (index) => rules[index]?.id ?? index,
    rangeExtractor: (range) => {
      const near = defaultRangeExtractor(range);
      return openIndex < 0 || near.includes(openIndex) ? near : [...near, openIndex].sort((a, b) => a - b);
    },
  });
  useEffect(() => {
    if (openIndex >= 0) virtualizer.scrollToIndex(openIndex);
  }, [virtualizer, openIndex]);
  return (
    <ol ref={list} className="relative" style={{ height: virtualizer.getTotalSize() }}>
      {virtualizer.getVirtualItems().map(({ index, start }) => {
        const rule = rules[index];
        const place = { top: start - offset, index, count: rules.length, measure: virtualizer.measureElement };
        return rule ? item(rule, place) : null;
      })}
    </ol>
  );
}
