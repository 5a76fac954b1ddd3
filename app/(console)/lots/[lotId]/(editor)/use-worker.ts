"use client";

import { useCallback, useEffect, useRef } from "react";

type Asking<Question, Fact> = {
  /** Of the questions that come while the worker is busy only the last waits; answers to older ones are passed over. */
  readonly ask: (question: Question) => void;
  /** Something that later questions build on; it is not answered. */
  readonly tell: (fact: Fact) => void;
};

/** Has a worker do what takes long, one question at a time, so that it never stands between a key and its letter. */
export function useWorker<Question, Answer, Fact = never>(
  make: () => Worker,
  use: (answer: Answer) => void,
): Asking<Question, Fact> {
  const worker = useRef<Worker | null>(null);
  const isBusy = useRef(false);
  const waiting = useRef<{ question: Question } | null>(null);
  const latest = useRef({ make, use });
  latest.current = { make, use };
  useEffect(
    () => () => {
      worker.current?.terminate();
      worker.current = null;
      isBusy.current = false;
      waiting.current = null;
    },
    [],
  );
  const send = useCallback(() => {
    if (!waiting.current || isBusy.current) return;
    const { question } = waiting.current;
    waiting.current = null;
    isBusy.current = true;
    worker.current?.postMessage(question);
  }, []);
  const start = useCallback((): Worker => {
    if (worker.current) return worker.current;
    const made = latest.current.make();
    worker.current = made;
    made.onmessage = ({ data }: MessageEvent<Answer>) => {
      isBusy.current = false;
      if (waiting.current) send();
      else latest.current.use(data);
    };
    // A question that breaks the worker must not keep the next one from being asked.
    made.onerror = () => {
      isBusy.current = false;
      send();
    };
    return made;
  }, [send]);
  const ask = useCallback(
    (question: Question) => {
      start();
      waiting.current = { question };
      send();
    },
    [start, send],
  );
  const tell = useCallback((fact: Fact) => start().postMessage(fact), [start]);
  return { ask, tell };
}
