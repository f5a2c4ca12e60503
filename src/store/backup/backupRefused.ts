/** Why no backup is made; `message` says to a person what is in the way. Nothing of the name was written then. */
export class BackupRefused extends Error {
  readonly code:
    'BACKUP_NAME' | 'BACKUP_LINK' | 'BACKUP_OUT_INSIDE' | 'BACKUP_TABLES_MISSING' | 'BACKUP_TOO_LARGE'

  constructor(code: BackupRefused['code'], message: string) {
    super(message)
    this.code = code
  }
}
