import type { EventShape } from './eventShape.ts'

/** What is audited of the people who work at the desk. They are the actor by their sign-in name, which nobody else ever gets. */
export const personEvents = {
  'person.added': {
    tells: 'A person was added who may sign in at the desk.',
    actor: 'always',
    details: { authority: 'text', name: 'text', roles: 'texts', signInName: 'text' },
  },
  'person.changed': {
    tells: 'A person has other roles. The details name all that they have from now on.',
    actor: 'always',
    details: { roles: 'texts', signInName: 'text' },
  },
  'person.confirmed': {
    tells:
      'Another administrator, or whoever sits at the machine of the node, confirmed what one administrator had done to what a person signs in by, or may: until then the person could approve nothing. The details name each act and who had done it.',
    actor: 'always',
    details: { acts: 'texts', signInName: 'text' },
  },
  'person.disabled': {
    tells: 'A person may not sign in any more; their sessions ended.',
    actor: 'always',
    details: { signInName: 'text' },
  },
  'person.enabled': {
    tells: 'A person who was disabled may sign in again.',
    actor: 'always',
    details: { signInName: 'text' },
  },
  'person.passkey': {
    tells:
      'A passkey of a person: it was added (code added), which ended their other sessions; they took it away (removed); somebody else took it away, which ended their sessions (takenAway); they signed in by it (signedIn), or proved themselves by it anew (steppedUp). The details name it.',
    actor: 'always',
    needs: ['code'],
    details: { passkey: 'text', signInName: 'text' },
  },
  'person.passwordSet': {
    tells:
      'A person has another password; their sessions ended. The code is given where somebody else had one made for them, which they must change before anything else, and own where they chose it.',
    actor: 'always',
    needs: ['code'],
    details: { signInName: 'text' },
  },
  'person.secondFactor': {
    tells:
      'A person has a second factor from now on (code set), has none any more (takenOff, by themselves or by an administrator), or has signed in by one of its recovery codes (recoveryCodeUsed).',
    actor: 'always',
    needs: ['code'],
    details: { signInName: 'text' },
  },
  'person.linked': {
    tells:
      'From now on a person may sign in by an identity provider (its issuer), at which they are named by the subject.',
    actor: 'always',
    details: { provider: 'text', signInName: 'text', subject: 'text' },
  },
  'person.unlinked': {
    tells: 'A person may not sign in by an identity provider any more; their sessions ended.',
    actor: 'always',
    details: { provider: 'text', signInName: 'text', subject: 'text' },
  },
  'person.signedIn': {
    tells: 'A person signed in.',
    actor: 'always',
  },
  'person.signedInByProvider': {
    tells:
      'A person signed in by an identity provider (its issuer), and, where that said of no second factor that counts, by the code of one or by a passkey where they have it.',
    actor: 'always',
    details: { provider: 'text' },
  },
  'person.signInRefused': {
    tells:
      'Somebody was not let in at the desk, or did not know the password that they wanted to change, or the code of their second factor, or came with a passkey that does not count (PASSKEY_COUNTER_BACK: there may be a copy of it; PASSKEY_ORIGIN_WRONG: it was used at another address), or was not let in or not believed with what the identity provider said of them; the sign-in name is told where it is one of ours, and what names them at the provider where it is not. Of those that are not looked at because too many had failed (SIGN_IN_TOO_OFTEN) the first is told.',
    needs: ['code'],
    details: { from: 'text', provider: 'text?', signInName: 'text?', subject: 'text?' },
    acting: ['signInName'],
  },
  'search.saved': {
    tells:
      'A person saved what they look for, under a name, to ask it again. The details say what. Each time it is asked, that is a case.listed.',
    actor: 'always',
    details: { name: 'text', query: 'text', search: 'text' },
  },
  'search.dropped': {
    tells: 'A person took away a search that they had saved.',
    actor: 'always',
    details: { name: 'text', search: 'text' },
  },
  'person.signedOut': {
    tells:
      'A person signed out (code byPerson), or all sessions of a person ended because the database of this node went back (afterLoss): the details name whose. Of a session that ended by time nothing is told.',
    actor: 'maybe',
    needs: ['code'],
    details: { signInName: 'text' },
  },
} as const satisfies Readonly<Record<string, EventShape>>
