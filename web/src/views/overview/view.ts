import type { View } from '..';

export default { name: 'overview', path: '/', order: 10, load: () => import('./Overview.svelte') } satisfies View;
