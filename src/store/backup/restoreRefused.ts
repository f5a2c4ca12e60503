/** Why a backup is not put back. Nothing was written then. */
export class RestoreRefused extends Error {
  readonly code:
    'TARGET_NOT_EMPTY' | 'DATABASE_NOT_EMPTY' | 'BACKUP_DAMAGED' | 'BACKUP_OTHER' | 'BACKUP_UNKNOWN'

  constructor(code: RestoreRefused['code'], message: string) {
    super(message)
    this.code = code
  }
}
