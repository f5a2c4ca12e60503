/**
 * How far what lives long may grow, in hundredths of what was there after the collector last went through all of it, before it does so
 * again. By itself it goes by how fast a program allocates: a node with one message under way at a time had its 60 MB gone through
 * every second and a half, for a few MB that had come, and whoever asked it then waited (docs/decisions/0136).
 *
 * V8 looks at it whenever it sets the next bound, so it may be said by a program that runs (`setFlagsFromString` of `node:v8`);
 * `NODE_OPTIONS` does not take it.
 */
export const heapGrowth = '--heap-growing-percent=100'
