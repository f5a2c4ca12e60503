// What esbuild puts wherever a name is used that only Node knows.
export { Buffer } from './nodeBuffer.ts'
