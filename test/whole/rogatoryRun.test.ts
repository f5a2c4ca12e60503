import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newestForm } from '../../src/store/migrations/migrate.ts'
import { builtProgram, packageFolder } from '../../src/packageFolder.ts'
import { onServer, testServer } from '../support/server.ts'
import { authority } from '../support/world.ts'

const source = join(packageFolder, 'docs/packaging/systemd/rogatory-run')
const name = `rogatory_test_run_${process.pid}`

/**
 * Stands for `systemd-run`, which only a machine that systemd has started has: notes the words by which it is called, and does
 * of them what the command sees. Copies of credentials, files of settings, variables, and the folder; and the words of the command with
 * variables put into them, as systemd.service(5) says under "Command lines" and systemd-run(1) under `--expand-environment`.
 */
const systemdRun = `#!/bin/sh
printf '%s\\n' "$@" > "$NOTED"
CREDENTIALS_DIRECTORY=$(mktemp -d); export CREDENTIALS_DIRECTORY
while [ $# -gt 0 ]; do
  case $1 in
    --property=LoadCredential=secret:*)
      for file in "\${1#*secret:}"/*; do if [ -e "$file" ]; then cp "$file" "$CREDENTIALS_DIRECTORY/secret_\${file##*/}"; fi; done ;;
    --property=LoadCredential=owner:*) cp "\${1#*owner:}" "$CREDENTIALS_DIRECTORY/owner" ;;
    --property=EnvironmentFile=-*) if [ -e "\${1#*=-}" ]; then set -a; . "\${1#*=-}"; set +a; fi ;;
    --setenv=*) export "\${1#--setenv=}" ;;
    --*) ;;
    *) break ;;
  esac
  shift
done
chmod 600 "$CREDENTIALS_DIRECTORY"/* 2> /dev/null
"$NODE" "\${0%/*}/expand.mjs" "$@"
code=$?
rm -r "$CREDENTIALS_DIRECTORY"
exit $code
`

/** A word that is a dollar and a name gives the words in its value; in others a name in braces gives the value, and two dollars give one. */
const expander = `import { spawnSync } from 'node:child_process'
const [program, ...words] = process.argv.slice(2)
const expanded = words.flatMap((word) => {
  const alone = /^[$](?![{$])(.*)$/s.exec(word)
  if (alone !== null) return (process.env[alone[1]] ?? '').split(/\\s+/).filter((one) => one !== '')
  return [word.replace(/[$][$]|[$][{]([A-Za-z_][A-Za-z0-9_]*)[}]/g, (all, name) => (name === undefined ? '$' : (process.env[name] ?? '')))]
})
process.exitCode = spawnSync(program, expanded, { stdio: 'inherit' }).status ?? 1
`

/** Tells what the program would be started with, a word on a line. */
const teller = `#!/bin/sh
for variable in ROGATORY_PASSPHRASE_FILE DATABASE_URL DATABASE_URL_FILE ROGATORY_SEQUENCER_DATABASE_URL_FILE ROGATORY_DIRECT_DATABASE_URL_FILE ROGATORY_OIDC_KEY_FILE ROGATORY_OIDC_SECRET_FILE ROGATORY_TRACES_HEADER_FILE; do
  eval "value=\\\${$variable-}"
  [ -z "$value" ] || echo "$variable=$(basename "$value")"
done
printf '%s\\n' "$@"
`

describe('the command that runs Rogatory as its unit does', () => {
  let folder: string
  let script: string
  let here: string

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rogatory-run-'))
    here = join(folder, 'here')
    script = join(folder, 'usr/local/sbin/rogatory-run')
    for (const path of ['bin', 'here', 'usr/local/sbin', 'etc/vn.d', 'var/vn', 'opt/1/bin'])
      await mkdir(join(folder, path), { recursive: true })
    const text = (await readFile(source, 'utf8'))
      .replaceAll('/etc/rogatory', join(folder, 'etc'))
      .replaceAll('/var/lib/rogatory', join(folder, 'var'))
      .replaceAll('/opt/rogatory', join(folder, 'opt'))
      .replaceAll('/usr/local/sbin', join(folder, 'usr/local/sbin'))
    await writeFile(script, text)
    await symlink('1', join(folder, 'opt/current'))
    await executable('bin/systemd-run', systemdRun)
    await writeFile(join(folder, 'bin/expand.mjs'), expander)
    await executable('bin/setpriv', '#!/bin/sh\nwhile [ "${1#--}" != "$1" ]; do shift; done\nexec "$@"\n')
    await onServer(testServer().urlOf('postgres'), (client) =>
      client.query(`create database ${name} template template0`),
    )
  })
  after(async () => {
    await onServer(testServer().urlOf('postgres'), (client) =>
      client.query(`drop database ${name} with (force)`),
    )
    await rm(folder, { recursive: true, force: true })
  })
  beforeEach(async () => {
    await rm(join(folder, 'etc'), { recursive: true })
    await mkdir(join(folder, 'etc/vn.d'), { recursive: true })
    await secret('vn.d/passphrase', 'a passphrase for tests only, as long as one')
  })

  async function executable(path: string, text: string): Promise<void> {
    await writeFile(join(folder, path), text)
    await chmod(join(folder, path), 0o755)
  }
  async function secret(path: string, text: string): Promise<void> {
    await writeFile(join(folder, 'etc', path), text, { mode: 0o600 })
  }
  /** Which program is there. */
  async function program(text: string | null): Promise<void> {
    const command = join(folder, 'opt/1/bin/rogatory')
    await rm(command, { force: true })
    if (text !== null) await executable('opt/1/bin/rogatory', text)
    else
      await executable('opt/1/bin/rogatory', `#!/bin/sh\nexec '${process.execPath}' '${builtProgram}' "$@"\n`)
  }
  const env = () => ({
    PATH: `${join(folder, 'bin')}:${process.env.PATH ?? ''}`,
    NOTED: join(folder, 'noted'),
    NODE: process.execPath,
  })
  function run(...words: string[]) {
    const { status, stdout, stderr } = spawnSync('sh', [script, ...words], {
      cwd: here,
      env: env(),
      encoding: 'utf8',
    })
    return { status, stdout, stderr }
  }
  const noted = async (): Promise<string[]> =>
    (await readFile(join(folder, 'noted'), 'utf8')).trimEnd().split('\n')

  it('is a shell script without faults', function () {
    if (spawnSync('shellcheck', ['--version']).error !== undefined) this.skip()
    execFileSync('shellcheck', [source])
  })

  it('names the passphrase that is to be, where it lies beside the one that is', async () => {
    await program(teller)
    await secret('vn.d/new-passphrase', 'another passphrase for tests only')
    const told = run('vn', 'passphrase', '--json').stdout
    assert.match(told, /^ROGATORY_PASSPHRASE_FILE=secret_passphrase$/m)
    assert.match(told, /^passphrase\n--json\n--new-file\n.*\/secret_new-passphrase$/m)
    assert.doesNotMatch(run('vn', 'doctor').stdout, /new-passphrase/)
    await rm(join(folder, 'etc/vn.d/new-passphrase'))
    await secret('vn.d/old-passphrase', 'an older passphrase for tests only')
    assert.match(
      run('vn', 'passphrase').stdout,
      /^passphrase\n--old-file\n.*\/secret_old-passphrase\n--new-file\n.*\/secret_passphrase$/m,
    )
  })

  it('makes a node from where it is called, under the passphrase that is there, and gives its words and its end back as they are', async () => {
    await program(null)
    await writeFile(join(here, 'authorities.json'), JSON.stringify([authority('vn.spp')]))
    const options = ['--state', 'VN', '--name', 'Example', '--url', 'https://rogatory.example.vn']
    const made = run('vn', 'init', ...options, '--authorities', 'authorities.json')
    assert.equal(made.status, 0, made.stderr)
    assert.match(made.stdout, /The node of VN is in .*var\/vn\.\n/)
    assert.doesNotMatch(made.stdout, /\r/)
    assert.ok(existsSync(join(folder, 'var/vn/state.json')))
    assert.ok(!existsSync(join(folder, 'var/vn/passphrase')), 'no other passphrase is written')
    assert.match(made.stdout, /\nNext: systemctl enable --now rogatory@vn\n$/)
    const again = run('vn', 'check', 'nothing.json')
    assert.equal(again.status, 64, again.stderr)
    const words = await noted()
    for (const word of ['--pipe', '--wait', '--same-dir', '--uid=rogatory', '--gid=rogatory'])
      assert.ok(words.includes(word), word)
    assert.ok(!words.includes('--pty'))
  })

  it('takes no embedded database along that another uses when it ends, and neither do the units', async () => {
    await program(teller)
    run('vn', 'doctor')
    assert.ok((await noted()).includes('--property=KillMode=process'))
    for (const unit of ['rogatory@.service', 'rogatory-backup@.service']) {
      const lines = (await readFile(join(source, '..', unit), 'utf8')).split('\n')
      const modes = lines.filter((line) => line.startsWith('KillMode='))
      assert.deepEqual(modes, ['KillMode=process'], unit)
    }
  })

  it('asks for a terminal only where it has one', async function () {
    if (spawnSync('script', ['--version']).error !== undefined) this.skip()
    await program(teller)
    execFileSync('script', ['-qec', `sh '${script}' vn doctor`, '/dev/null'], { cwd: here, env: env() })
    const words = await noted()
    assert.ok(words.includes('--pty') && !words.includes('--pipe'), words.join(' '))
  })

  it('hands over each word as it was given: systemd puts no variable into it', async () => {
    await program(teller)
    const words = [
      '$PATH',
      '${PATH}',
      'a ${PATH} $PATH',
      '$$',
      'US$ 5$',
      '$',
      "it's",
      '"a b"',
      '\t',
      '%n',
      '',
    ]
    const { status, stdout, stderr } = run('vn', 'hold', ...words)
    assert.equal(status, 0, stderr)
    assert.deepEqual(stdout.split('\n').slice(1, -1), ['hold', ...words])
    // What stands for systemd would do it.
    const expanded = execFileSync(
      join(folder, 'bin/systemd-run'),
      ['printf', '%s\\n', '$TWO', 'a$TWO', '${TWO}', '$$'],
      {
        env: { ...env(), TWO: 'b c' },
        encoding: 'utf8',
      },
    )
    assert.equal(expanded, 'b\nc\na$TWO\nb c\n$\n')
  })

  it('names each secret that is there, and of the owner none but to migrate and restore', async () => {
    await program(teller)
    assert.equal(
      run('vn', 'doctor', '--json').stdout,
      'ROGATORY_PASSPHRASE_FILE=secret_passphrase\ndoctor\n--json\n',
    )
    for (const file of ['database', 'sequencer', 'direct'])
      await secret(`vn.d/${file}`, 'postgres://node@h/d')
    await secret('vn.owner', 'postgres://owner@h/d')
    assert.equal(
      run('vn', 'doctor', 'a b').stdout,
      'ROGATORY_PASSPHRASE_FILE=secret_passphrase\nDATABASE_URL_FILE=secret_database\n' +
        'ROGATORY_SEQUENCER_DATABASE_URL_FILE=secret_sequencer\nROGATORY_DIRECT_DATABASE_URL_FILE=secret_direct\ndoctor\na b\n',
    )
    for (const command of ['migrate', 'restore'])
      assert.equal(
        run('vn', command).stdout,
        `ROGATORY_PASSPHRASE_FILE=secret_passphrase\nDATABASE_URL_FILE=owner\n${command}\n`,
      )
  })

  it('names what lets the node in at others, where it is there', async () => {
    await program(teller)
    const files = ['oidc-key', 'oidc-secret', 'collector']
    for (const file of files) await secret(`vn.d/${file}`, 'an example')
    const told = run('vn', 'doctor').stdout
    for (const file of files) await rm(join(folder, 'etc/vn.d', file))
    for (const line of [
      'ROGATORY_OIDC_KEY_FILE=secret_oidc-key',
      'ROGATORY_OIDC_SECRET_FILE=secret_oidc-secret',
      'ROGATORY_TRACES_HEADER_FILE=secret_collector',
    ])
      assert.ok(told.split('\n').includes(line), told)
    assert.doesNotMatch(run('vn', 'doctor').stdout, /OIDC|TRACES/)
  })

  it('brings tables to the newest form as their owner, whatever address the node has', async () => {
    await program(null)
    await secret('vn.env', 'DATABASE_URL=postgres://node@127.0.0.1:1/none\n')
    await secret('vn.owner', testServer().urlOf(name))
    const { status, stdout, stderr } = run('vn', 'migrate', '--json')
    assert.equal(status, 0, stderr + stdout)
    assert.deepEqual(JSON.parse(stdout), { ok: true, form: newestForm, roles: [] })
  })

  it('says what is wrong where the user of the node cannot read the folder, and where no node is named', async () => {
    await program(teller)
    await executable('bin/setpriv', '#!/bin/sh\nexit 1\n')
    const { status, stderr } = run('vn', 'doctor')
    assert.equal(status, 64)
    assert.match(stderr, /User rogatory cannot read .*here/)
    for (const words of [[], ['vn'], ['../vn', 'doctor'], ['--inside'], ['-v', 'doctor']]) {
      const refused = run(...words)
      assert.deepEqual([refused.status, refused.stdout], [64, ''], words.join(' '))
      assert.match(refused.stderr, /^Usage: rogatory-run NODE COMMAND/)
    }
  })
})
