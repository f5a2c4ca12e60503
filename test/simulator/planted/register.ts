import { register } from 'node:module'

// Loaded before the simulator where it is to find a bug; nothing in the node itself knows of it.
register('./hooks.ts', import.meta.url)
