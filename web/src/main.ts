import '@fontsource-variable/golos-text/wght.css';
import '@fontsource-variable/literata/wght.css';
import '@fontsource-variable/literata/wght-italic.css';
import './styles/tokens.css';
import './styles/base.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { start } from './state/preferences.svelte';
import { enter } from './state/session.svelte';

const target = document.getElementById('page');
if (!target) throw new Error('index.html has no #page');
await Promise.all([start(), enter()]);
mount(App, { target });
