/** Data that follow the selection, the language and what was ruled: asked for again when one of them changes. */
import { here } from './address.svelte';
import { preferences } from './preferences.svelte';
import { parameters, type Parameters } from './selection';
import { session } from './session.svelte';

export interface Question {
  /** The parameters of the selection and the language, as every address of the service takes them. */
  query: Parameters & { lang: 'kk' | 'ru' | 'en' };
  signal: AbortSignal;
}

export class Asked<T> {
  value = $state.raw<T | undefined>(undefined);
  error = $state.raw<Error | undefined>(undefined);
  busy = $state(true);
}

/** The parameters with which a view asks, for links to files too. */
export function question(): Question['query'] {
  return { ...parameters(here.selection), lang: preferences.language };
}

/**
 * Ask now and whenever something that `request` reads changes. What was answered last stays until the next answer is there, and an
 * answer that comes too late is dropped. To be called while a component is set up.
 */
export function ask<T>(request: (question: Question) => Promise<T>): Asked<T> {
  const asked = new Asked<T>();
  $effect(() => {
    void session.revision;
    const control = new AbortController();
    asked.busy = true;
    request({ query: question(), signal: control.signal }).then(
      (value) => {
        if (control.signal.aborted) return;
        asked.value = value;
        asked.error = undefined;
        asked.busy = false;
      },
      (error: unknown) => {
        if (control.signal.aborted) return;
        asked.error = error instanceof Error ? error : new Error(String(error));
        asked.busy = false;
      },
    );
    return () => control.abort();
  });
  return asked;
}
