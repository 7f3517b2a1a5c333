/** The views of the page: every folder with a view.ts is one; its component is loaded when it is first shown. */
import type { Component } from 'svelte';

export interface View {
  /** Its name, which is the key of its label in messages/…/shell.json too. */
  name: string;
  /** Its address; a step such as :id is handed to the component as a property. */
  path: string;
  /** Its place in the navigation; views without one are reached by links alone. */
  order?: number;
  load: () => Promise<{ default: Component<any> }>;
}

const files = import.meta.glob<View>('./*/view.ts', { eager: true, import: 'default' });

export const views: View[] = Object.values(files).sort((a, b) => (a.order ?? 1e9) - (b.order ?? 1e9));

/** The view at a path and the values of its :steps. */
export function find(path: string): { view: View; steps: Record<string, string> } | undefined {
  const given = path.split('/').filter(Boolean);
  for (const view of views) {
    const wanted = view.path.split('/').filter(Boolean);
    if (wanted.length !== given.length) continue;
    const steps: Record<string, string> = {};
    const fits = wanted.every((step, at) => {
      if (!step.startsWith(':')) return step === given[at];
      steps[step.slice(1)] = decode(given[at]!);
      return true;
    });
    if (fits) return { view, steps };
  }
  return undefined;
}

function decode(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
