/** The check as the auditor's page gives it (docs/auditor.md): the program by its own path, from where its reader trusts it. */
export const checkingProgram = 'node /path/to/source/dist/rogatory.js'

/**
 * The command that checks this evidence. By a bare name whoever is in its folder would run what lies there under that name, and
 * who sends evidence would send its verifier with it.
 */
export function checkingCommand(path: string): string {
  return `${checkingProgram} verify ${quoted(path)}`
}

/** A path as a shell takes it for one word. */
function quoted(path: string): string {
  return /^[\w./:@%+,=-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`
}
