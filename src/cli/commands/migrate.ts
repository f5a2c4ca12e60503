import { serverIn } from '../../config.ts'
import { type Db, openDatabase } from '../../store/database.ts'
import { type Grants, migrate, newestForm } from '../../store/migrations/migrate.ts'
import { grantAuditor, grantNode, grantSequencer, isRole } from '../../store/roles.ts'
import type { AddCommand } from '../addCommand.ts'
import { wrongUse } from '../outcome.ts'

interface MigrateOptions {
  readonly database?: string
  readonly nodeRole?: string
  readonly sequencerRole?: string
  readonly auditorRole?: string
  readonly json?: boolean
}

const help = `
For a PostgreSQL server of your own, where the node is not to own its tables. As the owner of the database:

  create role rogatory_node login password '...';
  create role rogatory_sequencer login password '...';
  create role rogatory_auditor login password '...';
  DATABASE_URL=postgres://owner@host/rogatory rogatory migrate --node-role rogatory_node \\
    --sequencer-role rogatory_sequencer --auditor-role rogatory_auditor

From then on the node is started with DATABASE_URL=postgres://rogatory_node@host/rogatory and
ROGATORY_SEQUENCER_DATABASE_URL=postgres://rogatory_sequencer@host/rogatory. It can add to its log and not change it, not give or take
a place in it but through the sequencer, not drop or empty a table, and not take a trigger off. Without --sequencer-role the role of the
node gives the places itself. Run it again, with the same roles, before a new version of the program is started.`

/** `rogatory migrate`: brings the tables to the newest form, and says what other roles may do with them. */
export function addMigrate({ program, terminal }: AddCommand): void {
  program
    .command('migrate')
    .description('Bring the tables of a PostgreSQL server to the newest form, and grant their use to roles')
    .option('--database <url>', 'as the owner of the database (default: DATABASE_URL)')
    .option('--node-role <role>', 'the role that the node connects as')
    .option('--sequencer-role <role>', 'the role that alone gives entries of the log their places')
    .option('--auditor-role <role>', 'a role that may read what is noted and signed, and change nothing')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', help)
    .action(async (options: MigrateOptions) => {
      const { database = serverIn(process.env), nodeRole, sequencerRole, auditorRole } = options
      if (database === undefined || database === '')
        throw wrongUse('Say which database, by --database or DATABASE_URL. The embedded one needs no roles.')
      const roles = [nodeRole, sequencerRole, auditorRole].filter((role) => role !== undefined)
      const open = await openDatabase({ url: database, poolMax: 2 })
      let form: string
      try {
        // Before the tables change: what is given to the others is given in one transaction with that.
        for (const role of roles) await refuseUnknownRole(open.db, role)
        form = await migrate(open.db, roles.length === 0 ? undefined : grantsOf(options))
      } finally {
        await open.close()
      }
      if (options.json === true) terminal.json({ ok: true, form, roles })
      else {
        terminal.say(
          form === newestForm
            ? `The tables are of the newest form (${form}).`
            : `The tables are of the form of a newer program (${form}), with which this one works.`,
        )
        if (nodeRole !== undefined) terminal.say(`${nodeRole} may be the role of the node.`)
        if (sequencerRole !== undefined) terminal.say(`${sequencerRole} gives entries their places.`)
        if (auditorRole !== undefined)
          terminal.say(`${auditorRole} may read what is noted and signed, and change nothing.`)
      }
    })
}

function grantsOf({ nodeRole, sequencerRole, auditorRole }: MigrateOptions): Grants {
  return async (trx) => {
    if (nodeRole !== undefined) await grantNode(trx, nodeRole, sequencerRole === undefined)
    if (sequencerRole !== undefined) await grantSequencer(trx, sequencerRole)
    if (auditorRole !== undefined) await grantAuditor(trx, auditorRole)
  }
}

async function refuseUnknownRole(db: Db, role: string): Promise<void> {
  if (!(await isRole(db, role)))
    throw wrongUse(`There is no role ${role}. Make it first: create role ${role} login password '...'`)
}
