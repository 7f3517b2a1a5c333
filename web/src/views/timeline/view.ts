import type { View } from '..';

export default { name: 'timeline', path: '/timeline', order: 45, load: () => import('./Timeline.svelte') } satisfies View;
