/** Says of a file with a secret that everybody on this machine may read or change it; null: it is as it should be. */
export function openTo(file: string, mode: number): string | null {
  // Windows has no such modes, and shows one that says everything.
  if (process.platform === 'win32' || (mode & 0o007) === 0) return null
  const octal = (mode & 0o777).toString(8).padStart(3, '0')
  return `${file} is open to everybody on this machine (mode ${octal}): chmod o= ${file}`
}
