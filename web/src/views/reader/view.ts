import type { View } from '..';

export default { name: 'reader', path: '/documents/:id', load: () => import('./Reader.svelte') } satisfies View;
