/** How the system calls what it has against a file (`EIO`); null where it was not the system that failed. */
export function systemCode(reason: unknown): string | null {
  const isOfSystem = reason instanceof Error && 'syscall' in reason && 'code' in reason
  return isOfSystem && typeof reason.code === 'string' ? reason.code : null
}
