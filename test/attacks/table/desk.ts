import { type Attack, type Proof, guardsIn, nothing, proof, testsIn } from '../attack.ts'
import { pageProofs } from './pages.ts'

const forms = guardsIn('src/web/desk/form.ts')
const signing = guardsIn('src/exchange/people/signIn.ts')
const routes = guardsIn('src/web/desk/guard.ts')
const wanted = guardsIn('src/web/desk/wanted.ts')
const onForms = testsIn('test/web/desk/forms.test.ts')
const onSessions = testsIn('test/web/desk/sessions.test.ts')
const onSignIn = testsIn('test/web/desk/signIn.long.test.ts')
const onFiles = testsIn('test/web/desk/draftFiles.long.test.ts')
const onUploads = testsIn('test/web/desk/draftUploads.long.test.ts')
const onRoutes = testsIn('test/web/desk/routes.long.test.ts')

const approving = guardsIn('src/exchange/drafts/approve.ts')
const onDrafts = testsIn('test/exchange/drafts.test.ts')
const delegating = guardsIn('src/exchange/drafts/delegations.ts')
const onDelegations = testsIn('test/exchange/delegations.test.ts')

const confirming = guardsIn('src/exchange/people/credentialActs.ts')
const onConfirming = testsIn('test/web/desk/confirming.test.ts')
const deciding = guardsIn('src/exchange/people/deciding.ts')
const confirmingTokens = guardsIn('src/exchange/confirmAccess.ts')
const onTokens = testsIn('test/web/desk/systems.test.ts')

const tokenOfOne =
  'attack 61: are let in by who has proved anew who they are, and only once another administrator confirms it'

/** Attacks on the desk. */
export const deskAttacks: readonly Attack[] = [
  {
    number: 50,
    name: 'Script in free text, names and error texts',
    expected: 'escaped, and a strict content security policy',
    codes: [],
    answer: 'text, and no element',
    proofs: [
      ...pageProofs,
      proof(
        guardsIn('src/web/desk/policy.ts')('policy', '  "base-uri \'none\'",\n', nothing),
        testsIn('test/web/desk/pages.test.ts')(
          'attack 50: are under a policy that lets nothing run and nothing come from elsewhere',
        ),
      ),
    ],
    beside:
      'pages are TSX, which escapes text and attributes; the source has no way to write HTML by itself (test/tidy.test.ts)',
  },
  {
    number: 52,
    name: 'A form that another site sends (CSRF)',
    expected: 'refused: same site, origin and token are checked',
    codes: ['FORM_FROM_ELSEWHERE', 'FORM_TOKEN_INVALID'],
    proofs: [
      proof(
        forms(
          'isFromHere',
          "return from === origin && (site === undefined || site === 'same-origin')",
          'return true',
        ),
        onForms('attack 52: are refused where they come from another site, or do not say from where'),
      ),
      proof(
        forms(
          'ownMembers',
          "!(tokens.length === 1 && isFormTokenOf(session.token, tokens[0]?.[1] ?? ''))",
          'false',
        ),
        onForms('attack 52: are refused without the token of the very session'),
        onFiles(
          'attack 52: are not looked at without the token of the session before them, or from elsewhere',
        ),
      ),
      proof(
        guardsIn('src/web/desk/typed.ts')(
          'personOfPage',
          'ended !== null && isFormTokenOf(ended.token, token) ? ended.person : null',
          'ended?.person ?? null',
        ),
        testsIn('test/web/desk/typed.test.ts')(
          'attack 52: is kept only with the token of the very session that ended, and with its cookie',
        ),
      ),
      proof(
        forms('onlyOwnForms', 'session === null || isFormTokenOf(session.token, token)', 'true'),
        onUploads(
          'attack 52: are begun, continued and ended by pages of this desk and of this session alone',
        ),
      ),
      proof(
        forms('bringsFiles', 'sessionOf(response) !== null && takesFilesAt(request.path)', 'true'),
        onFiles(
          'attack 52: are not looked at without the token of the session before them, or from elsewhere',
        ),
      ),
    ],
  },
  {
    number: 53,
    name: 'A session that was fixed before or stolen',
    expected: 'a new id at sign-in, kept by the node, ended after 15 minutes without use',
    codes: [],
    answer: '303 to the page of signing in',
    proofs: [
      proof(
        guardsIn('src/web/desk/signingIn.tsx')(
          'letIn',
          'await endBefore(desk, request, response)\n  desk.cookies.keepSession',
          'desk.cookies.keepSession',
        ),
        onSessions('attack 53: is a new one at each sign-in, and the one before ends'),
      ),
      proof(
        guardsIn('src/web/desk/cookies.ts')('cookiesOf', "httpOnly: true, sameSite: 'strict', "),
        onSessions(
          'attack 53: is not kept itself, and its cookie is out of reach of scripts and of other sites',
        ),
      ),
      proof(
        guardsIn('src/store/people/sessions.ts')(
          'findSession',
          "    .where('desk_session.seen_at', '>', seenAfter)\n",
        ),
        onSessions('attack 53: ends 15 minutes after it was last seen, and 12 hours after it began'),
      ),
      proof(
        guardsIn('src/exchange/continueLog.ts')('continueLog', '  await endSessionsAfterLoss(trx, trail)\n'),
        onSessions('attack 53: ends where the database went back, as tokens do'),
      ),
      proof(
        wanted('placeIn', 'url?.origin === origin && isPlaceFor', 'url !== null && isPlaceFor'),
        onSessions('attack 53: to no other site, whatever the browser brings'),
      ),
      proof(
        wanted('takeWanted', ' && isPlaceFor(found.pathname, person.roles)', nothing),
        onSessions(
          'attack 53: to none that asks whether something is done, and none that is not for whoever signs in',
        ),
      ),
    ],
  },
  {
    number: 61,
    name: 'An approval that is none: of one’s own draft, of other words than were seen, once more, or by a session left open',
    expected: 'refused, and the draft stays where it is',
    codes: [
      'SECOND_PERSON_MISSING',
      'DRAFT_CHANGED',
      'DRAFT_STAGE_WRONG',
      'STEP_UP_MISSING',
      'SECOND_FACTOR_REQUIRED',
      'PERSON_NOT_CONFIRMED',
      'CONFIRMER_NOT_ANOTHER',
    ],
    proofs: [
      proof(
        delegating('secondPerson', 'if (editors.includes(id)) return null', nothing),
        onDrafts(
          'attack 61: are not approved by whoever wrote, changed or submitted them, whatever their roles',
        ),
        onDelegations('attack 61: is never of whoever wrote the draft, on either side'),
      ),
      proof(
        approving(
          'approveDraft',
          "    if (await isConfirmationAwaited(node, trx, person.id)) return refuse('PERSON_NOT_CONFIRMED')\n",
        ),
        onConfirming(
          'attack 61: needs the word of another administrator where there is one, before anything is approved, delegated or confirmed',
        ),
      ),
      proof(
        approving('approveDraft', '      ...(await alarmOf(node, trx, draft, by)),\n'),
        onConfirming(
          'attack 61: is possible where there is one administrator, and whoever checks the node sees each approval that comes of it',
        ),
      ),
      proof(
        confirming(
          'isAnother',
          'if (await isOfOne(node, trx, name)) return false',
          'if (name === signInName) return false',
        ),
        onConfirming(
          'attack 61: is not confirmed by an administrator whom the same one has made, or whose password they have set',
        ),
      ),
      proof(
        deciding('unprovedAt', "    return refuse('STEP_UP_MISSING')\n  if", '    return null\n  if'),
        onConfirming(
          'attack 61: is confirmed at the desk by who has proved anew who they are, with a second factor where they must have one',
        ),
        onTokens(tokenOfOne),
      ),
      proof(
        confirmingTokens(
          'isAnother',
          'if (person === maker) return false',
          "if (person === '') return false",
        ),
        onTokens(tokenOfOne),
      ),
      proof(
        guardsIn('src/exchange/accessTokens.ts')(
          'accessStateOf',
          "return isAwaitedOf(row) ? 'awaited' : 'inForce'",
          "return 'inForce'",
        ),
        onTokens(tokenOfOne),
      ),
      proof(
        confirmingTokens(
          'isAnother',
          'return !(await isOfOne(node, trx, person)) && !(await isOfOne(node, trx, maker))',
          'return !(await isOfOne(node, trx, person))',
        ),
        onTokens('attack 61: are let in by no token of two words of whom one administrator has let in'),
      ),
      proof(
        guardsIn('src/store/people/credentialActs.ts')(
          'listUnconfirmed',
          "eb('by_machine', '=', false)",
          "eb('needs_second', '=', true)",
        ),
        onConfirming(
          'attack 61: stays an alarm for as long as nobody else confirms it, however long ago it was',
        ),
      ),
      proof(
        guardsIn('src/store/people/credentialActs.ts')(
          'hasOtherAdministrator',
          "eb('disabled_at', '>', since)",
          "eb('disabled_at', '>', new Date())",
        ),
        onConfirming(
          'attack 61: needs it as well after the other administrator was disabled, or made something else, within thirty days',
        ),
      ),
      proof(
        approving('approveDraft', 'approverNeedsFactor(node, person) &&', 'false &&'),
        testsIn('test/web/desk/requiredFactor.test.ts')(
          'attack 61: is needed of whoever approves in the place of an approver, whatever their own roles',
        ),
      ),
      proof(
        delegating('secondPerson', 'givers.find((one) => !editors.includes(one))', 'givers[0]'),
        onDelegations('attack 61: is never of whoever wrote the draft, on either side'),
      ),
      proof(
        delegating(
          'secondPerson',
          'giver === undefined ? null : { onBehalfOf: giver }',
          '{ onBehalfOf: giver ?? null }',
        ),
        onDelegations(
          'attack 61: is for who was named, today, and both names stand in the draft and in the log',
        ),
      ),
      proof(
        delegating(
          'delegate',
          '!(await isSteppedUp(trx, hashOf(order.token), person.id, steppedUpAfter(now)))',
          'order.token === ""',
        ),
        onDelegations(
          'attack 61: is given only by who has said their password just now: a session alone gives nothing',
        ),
      ),
      proof(
        delegating(
          'inForce',
          "one.authority === authority && one.disabled_at === null && one.roles.includes('approver')",
          'one.authority === authority',
        ),
        onDelegations('attack 61: ends by itself, when it is withdrawn, and with what the giver may'),
      ),
      proof(
        approving(
          'approveDraft',
          'draft.digest !== approval.digest || !isDigestOf(wordsOf(draft), approval.digest)',
          'approval.digest === ""',
        ),
        onDrafts('attack 61: keep the words that were submitted, and only these are approved'),
      ),
      proof(
        approving(
          'approveDraft',
          "approval.draft, by, ['submitted'],",
          "approval.draft, by, ['submitted', 'sending', 'sent'],",
        ),
        onDrafts('attack 61: are approved once, however often the approval is sent'),
      ),
      proof(
        guardsIn('src/store/people/sessions.ts')('isSteppedUp', "    .where('stepped_up_at', '>', after)\n"),
        onDrafts('attack 61: need the password of the approver within the last minutes'),
      ),
    ],
    beside:
      'a check of the table keeps an editor from being the approver, and a trigger keeps the words as they were submitted',
  },
]

/** Attack 54 at the desk. */
export const routeProofs: readonly Proof[] = [
  proof(
    routes(
      'onlyFor',
      'else if (isAudience(route.audience, person.roles)) next()',
      'else if (person.id !== "") next()',
    ),
    onRoutes(
      'attack 54: are there for the roles that they name, of each authority, and 404 in the log for the others',
    ),
  ),
  proof(
    routes(
      'onlyFor',
      'else if (person === null) await toSignIn(desk)(request, response, next)',
      'else if (person === null) next()',
    ),
    onRoutes('attack 54: tell nobody who has not signed in which of them there are'),
  ),
  proof(
    guardsIn('src/exchange/uploads/uploader.ts')(
      'isOwn',
      'person === owner.person && draft === owner.draft',
      'true',
    ),
    onUploads('attack 54: are there for whoever began them alone, and to nobody of another authority'),
  ),
]

const onSystems = testsIn('test/web/systemsAccess.test.ts')

/** Attack 54 at the port for systems of the State. */
export const systemProofs: readonly Proof[] = [
  proof(
    guardsIn('src/exchange/accessTokens.ts')('scopeRefusal', 'scopes.includes(scope)', 'scopes.length > 0'),
    onSystems(
      'attack 54: is answered by a token of its scope that stands, and by no other, which the log is told of',
    ),
  ),
  proof(
    guardsIn('src/exchange/uploads/uploads.ts')('look', 'if (!isOwn(row, by)) {', "if (row.token === '') {"),
    onSystems(
      'attack 54: gives what belongs to an authority to its tokens alone; to others it is not there, and the log is told',
    ),
  ),
  proof(
    guardsIn('src/exchange/uploads/beginUpload.ts')(
      'begin',
      'isOfAuthority(node.db, derivedFrom, actor.authority)',
      'Promise.resolve(actor.authority)',
    ),
    onSystems(
      'attack 54: lets nobody name what belongs to another authority in a query, a head or a body either',
    ),
  ),
]

/** Attack 54 upon drafts. */
export const draftProofs: readonly Proof[] = [
  proof(
    guardsIn('src/exchange/drafts/change.ts')(
      'changeKept',
      "if (found?.authority !== by.person.authority) return refuse('DRAFT_UNKNOWN')",
      "if (found === null) return refuse('DRAFT_UNKNOWN')",
    ),
    onDrafts('attack 54: are not there for another authority of the same node, whatever it wants with them'),
  ),
  proof(
    guardsIn('src/exchange/drafts/addFiles.ts')(
      'ownDeposit',
      "return row?.authority === person.authority ? announcementIn(row) : refuse('EXHIBIT_UNKNOWN')",
      "return row != null ? announcementIn(row) : refuse('EXHIBIT_UNKNOWN')",
    ),
    onFiles(
      'attack 54: of another authority are not there, to look at, add to or take from, and nothing that is sent is kept',
    ),
  ),
]

/** Attack 55 at the desk. */
export const memberProofs: readonly Proof[] = [
  proof(
    forms('formIn', 'if (unknown !== undefined) return', 'if (unknown !== unknown) return'),
    onForms('attack 55: are refused with a member more, whatever it is called, and nothing is done'),
  ),
  proof(
    forms('formIn', 'if (values.length > 1 && isMany !== true) return', 'if (values.length < 0) return'),
    onForms('attack 55: are refused with a member that stands there twice, lacks, or is too long'),
  ),
]

/** Attack 56 at the desk. */
export const signInProofs: readonly Proof[] = [
  proof(
    signing(
      'signIn',
      'await comparePassword(node, order.password, row?.password ?? null, asker)',
      'row === null ? { isRight: false, isStale: false } : await comparePassword(node, order.password, row.password, asker)',
    ),
    onSignIn('attack 56: takes as long for a name that nobody has as for a wrong password'),
  ),
  proof(
    signing(
      'signIn',
      'if (!comparison.isRight || row?.disabled_at !== null)',
      "if (comparison.isRight && row !== null && row.disabled_at !== null) return refuse('PERSON_DISABLED')\n  if (!comparison.isRight || row === null)",
    ),
    onSignIn('attack 56: gives who is not there, has another password or is disabled the same answer'),
  ),
]
