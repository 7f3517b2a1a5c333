/** The colours of tokens.css as a canvas needs them: resolved for the face, light or dark, that is shown. */
import { preferences } from './preferences.svelte';

const dark = matchMedia('(prefers-color-scheme: dark)');

class Colours {
  #dark = $state(dark.matches);
  #probe: HTMLElement | undefined;
  readonly #known = $derived.by(() => {
    void preferences.theme;
    void this.#dark;
    return new Map<string, string>();
  });

  constructor() {
    dark.addEventListener('change', () => (this.#dark = dark.matches));
  }

  /** The colour of a token such as `ink` or `defence`; that of `ink-faint` where there is no such token. */
  of(name: string): string {
    const known = this.#known.get(name);
    if (known) return known;
    if (!this.#probe?.isConnected) {
      this.#probe = document.body.appendChild(document.createElement('span'));
      this.#probe.hidden = true;
    }
    this.#probe.style.color = `var(--${name}, var(--ink-faint))`;
    const found = getComputedStyle(this.#probe).color;
    this.#known.set(name, found);
    return found;
  }
}

export const colours = new Colours();
