import type { View } from '..';

export default { name: 'record', path: '/records/:record', load: () => import('./Record.svelte') } satisfies View;
