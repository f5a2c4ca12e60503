import { relative, sep } from 'node:path'

/** Whether a path is that of a folder or leads into it; both are whole paths. A name that only begins with dots leads nowhere else. */
export function liesIn(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`)
}
