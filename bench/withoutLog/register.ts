import { register } from 'node:module'

// Loaded before a node of the benchmark that is to have no log; nothing in the node itself knows of it.
register('./hooks.ts', import.meta.url)
