import compression from 'compression'
import type { ErrorRequestHandler, Express, RequestHandler } from 'express'
import { TooManyLetters } from '../exchange/letterFiles.ts'
import { refuse } from '../message/refusal.ts'
import { type DeskRouteName, deskRoutes, loggedPathOf, takesBytesAt } from './deskPaths.ts'
import type { DeskServices } from './deskServices.ts'
import { ask, askPage } from './desk/asking.tsx'
import { again, againPage, fromFile, fromFilePage } from './desk/askingFrom.tsx'
import { assignCase } from './desk/assigning.ts'
import { beginCheckRun, checkPage, checkRunPage } from './desk/checking.tsx'
import { answerHandlers } from './desk/checkingAnswers.tsx'
import { bundleFile, bundlesPage, dropBundle } from './desk/bundleOrders.tsx'
import { courtPage, exportsPage, makeCourt, makeExport } from './desk/bundles.tsx'
import { caseFilePage, saveCaseFile } from './desk/caseFiles.tsx'
import {
  casePage,
  casesPage,
  changesPage,
  letterFile,
  loggedPage,
  messagePage,
  recordFile,
  signedFile,
} from './desk/cases.tsx'
import { changeRoles } from './desk/changingRoles.tsx'
import { delegationsPage, giveDelegation, withdrawDelegation } from './desk/delegations.tsx'
import { type Desk, type DeskHandler, deskOf } from './desk/desk.tsx'
import {
  approveDraft,
  dropDraft,
  resumeDraft,
  returnDraft,
  sendDraft,
  submitDraft,
} from './desk/draftActs.tsx'
import { checkDraftPage, draftPage, draftPartPage, draftsPage } from './desk/drafts.tsx'
import { writeHead, writePart } from './desk/draftWriting.tsx'
import { draftFilePage, saveDraftFile } from './desk/draftFile.tsx'
import { addFiles, draftFilesPage, removeFile } from './desk/draftFiles.tsx'
import { onlyOwnForms } from './desk/form.ts'
import { onlyFor, toSignIn } from './desk/guard.ts'
import { askingFirst } from './desk/askingFirst.tsx'
import { home } from './desk/home.tsx'
import { inTime, longerWithFiles } from './desk/inTime.ts'
import { enablePerson, givePassword, takeOffSecondFactor } from './desk/lettingIn.tsx'
import { overKeptPage } from './desk/overKept.tsx'
import { move, openDraftsPage } from './desk/moving.tsx'
import { atOwnHost } from './desk/ownHost.ts'
import { visitOf } from './desk/pageOf.ts'
import { passkeyHandlers } from './desk/passkeys.tsx'
import { choosePassword, passwordPage } from './desk/passwords.tsx'
import { confirmPerson, confirmPersonPage } from './desk/confirming.tsx'
import { addPerson, addPersonPage, disablePerson, peoplePage } from './desk/people.tsx'
import { policy } from './desk/policy.ts'
import { backFromProvider, prove, provePage, sendToProvider } from './desk/provider.tsx'
import { linkPerson, providerLinkPage, unlinkPerson } from './desk/providerLinks.tsx'
import {
  resendMessage,
  resendToState,
  runningHealth,
  runningKeys,
  runningPeers,
  runningQueue,
} from './desk/running.tsx'
import {
  offerSecondFactor,
  removeSecondFactor,
  secondFactorPage,
  secondFactorPicture,
  setSecondFactor,
} from './desk/secondFactor.tsx'
import { secondStep, secondStepPage } from './desk/secondStep.tsx'
import { giveScript } from './desk/scripts.ts'
import { searchPage } from './desk/searching.tsx'
import { knowVisitor } from './desk/session.ts'
import { chooseLanguage, signIn, signInPage, signOut } from './desk/signingIn.tsx'
import { dropSearch, keepSearch } from './desk/savedSearches.ts'
import { giveStyle } from './desk/styles.ts'
import { systemHandlers } from './desk/systems.tsx'
import {
  beginWithTemplate,
  deleteTemplate,
  keepTemplate,
  templatePage,
  templatesPage,
} from './desk/templates.tsx'
import { uploadHandlers } from './desk/draftUploads.ts'
import { trainingPage } from './desk/training.tsx'
import { dropTyped, typedFormsPage } from './desk/typedForms.tsx'
import { unsaved } from './desk/unsaved.tsx'
import { type OnFailure, beginApp, statusOf } from './frame.ts'
import { traced } from './traced.ts'

/** What answers at each route. */
function handlersOf(desk: Desk): Readonly<Record<DeskRouteName, DeskHandler>> {
  return {
    home: home(desk),
    signInPage: signInPage(desk),
    signIn: signIn(desk),
    chooseLanguage: chooseLanguage(desk),
    signOut: signOut(desk),
    passwordPage: passwordPage(desk),
    choosePassword: choosePassword(desk),
    secondStepPage: secondStepPage(desk),
    secondStep: secondStep(desk),
    sendToProvider: sendToProvider(desk),
    backFromProvider: backFromProvider(desk),
    provePage: provePage(desk),
    prove: prove(desk),
    providerLinkPage: providerLinkPage(desk),
    linkPerson: linkPerson(desk),
    unlinkPerson: unlinkPerson(desk),
    secondFactorPage: secondFactorPage(desk),
    secondFactorPicture: secondFactorPicture(desk),
    offerSecondFactor: offerSecondFactor(desk),
    setSecondFactor: setSecondFactor(desk),
    removeSecondFactor: removeSecondFactor(desk),
    takeOffSecondFactor: takeOffSecondFactor(desk),
    people: peoplePage(desk),
    addPersonPage: addPersonPage(desk),
    addPerson: addPerson(desk),
    changeRoles: changeRoles(desk),
    disablePerson: disablePerson(desk),
    enablePerson: enablePerson(desk),
    confirmPersonPage: confirmPersonPage(desk),
    confirmPerson: confirmPerson(desk),
    givePassword: givePassword(desk),
    cases: casesPage(desk),
    search: searchPage(desk),
    assign: assignCase(desk),
    keepSearch: keepSearch(desk),
    dropSearch: dropSearch(desk),
    training: trainingPage(desk),
    case: casePage(desk),
    message: messagePage(desk),
    logged: loggedPage(desk),
    changes: changesPage(desk),
    letterFile: letterFile(desk),
    signedFile: signedFile(desk),
    recordFile: recordFile(desk),
    courtPage: courtPage(desk),
    makeCourt: makeCourt(desk),
    bundles: bundlesPage(desk),
    bundleFile: bundleFile(desk),
    dropBundle: dropBundle(desk),
    caseFile: caseFilePage(desk),
    saveCaseFile: saveCaseFile(desk),
    askPage: askPage(desk),
    ask: ask(desk),
    openDrafts: openDraftsPage(desk),
    move: move(desk),
    drafts: draftsPage(desk),
    draft: draftPage(desk),
    writeHead: writeHead(desk),
    draftPart: draftPartPage(desk),
    writePart: writePart(desk),
    checkDraft: checkDraftPage(desk),
    submitDraft: submitDraft(desk),
    sendDraft: sendDraft(desk),
    approveDraft: approveDraft(desk),
    returnDraft: returnDraft(desk),
    resumeDraft: resumeDraft(desk),
    dropDraft: dropDraft(desk),
    draftFiles: draftFilesPage(desk),
    addFiles: addFiles(desk),
    removeFile: removeFile(desk),
    draftFile: draftFilePage(desk),
    saveDraftFile: saveDraftFile(desk),
    againPage: againPage(desk),
    again: again(desk),
    fromFilePage: fromFilePage(desk),
    fromFile: fromFile(desk),
    templates: templatesPage(desk),
    template: templatePage(desk),
    useTemplate: beginWithTemplate(desk),
    deleteTemplate: deleteTemplate(desk),
    keepTemplate: keepTemplate(desk),
    check: checkPage(desk),
    checkRun: checkRunPage(desk),
    beginCheckRun: beginCheckRun(desk),
    exports: exportsPage(desk),
    makeExport: makeExport(desk),
    ...answerHandlers(desk),
    delegations: delegationsPage(desk),
    giveDelegation: giveDelegation(desk),
    withdrawDelegation: withdrawDelegation(desk),
    overKept: overKeptPage(desk),
    typedForms: typedFormsPage(desk),
    dropTyped: dropTyped(desk),
    running: runningHealth(desk),
    runningPeers: runningPeers(desk),
    runningQueue: runningQueue(desk),
    resend: resendMessage(desk),
    resendTo: resendToState(desk),
    runningKeys: runningKeys(desk),
    ...askingFirst(desk),
    ...systemHandlers(desk),
    ...passkeyHandlers(desk),
    ...uploadHandlers(desk),
  }
}

/** What routes are called as by Express. */
const methods = { GET: 'get', POST: 'post', PATCH: 'patch' } as const

/** What is made smaller on its way to a browser: pages and what they look with; files of cases go as they are. */
const compressed = /^(?:text\/html|text\/css|text\/javascript|image\/svg\+xml)\b/

/** The desk of a node. What stands above comes first. */
export function createDesk(services: DeskServices, onFailure: OnFailure): Express {
  const desk = deskOf(services)
  const app = beginApp()
  const isSecure = services.origin.startsWith('https:')
  app.use((_request, response, next) => {
    response.set({
      'Content-Security-Policy': policy,
      'Cross-Origin-Opener-Policy': 'same-origin',
      // With none at all a browser does not say either from where it posts a form.
      'Referrer-Policy': 'same-origin',
      // Whoever types the name without its scheme would else be answered first by whoever is on the line.
      ...(isSecure ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}),
    })
    next()
  })
  // A page has the token of its forms beside what was asked for: no other site can ask for it and measure the answer, for the
  // cookie of a session goes with nothing that another site begins (docs/decisions/0090).
  app.use(
    compression({ filter: (_request, response) => compressed.test(String(response.get('Content-Type'))) }),
  )
  app.use(inTime)
  app.use(atOwnHost(desk))
  for (const style of Object.values(desk.styles)) app.get(style.path, giveStyle(style))
  for (const script of Object.values(desk.scripts)) app.get(script.path, giveScript(script))
  app.use(knowVisitor(desk))
  app.use(longerWithFiles)
  app.use((request, response, next) => {
    const allowed = ['GET', 'HEAD', takesBytesAt(request.path) ? 'PATCH' : 'POST']
    if (allowed.includes(request.method)) next()
    else {
      response.set('Allow', allowed.join(', '))
      desk.problem(request, response, 405)
    }
  })
  app.use(...onlyOwnForms(desk))
  const handlers = handlersOf(desk)
  for (const [name, route] of Object.entries(deskRoutes)) {
    const handler = handlers[name as DeskRouteName]
    const facts = { method: route.method, route: route.path }
    // What a browser says of a trace is not gone on with: it speaks for no system of the State.
    const told = traced(services.tracer, 'answer a person', facts, false)
    app[methods[route.method]](route.path, onlyFor(desk, route), told, handler)
  }
  const nothingHere: RequestHandler = async (request, response, next) => {
    if (visitOf(request, response).person === null) await toSignIn(desk)(request, response, next)
    else desk.problem(request, response, 404)
  }
  app.use(nothingHere)
  const giveBack = unsaved(desk)
  app.use((async (reason: unknown, request, response, next) => {
    if (!response.headersSent && reason instanceof TooManyLetters) {
      desk.refuse(request, response, refuse('NODE_BUSY'))
      return
    }
    if (!response.headersSent && statusOf(reason) !== null) {
      // An address that cannot be read leads nowhere.
      nothingHere(request, response, next)
      return
    }
    onFailure({ reason, path: loggedPathOf(request.path) })
    // It cannot be another answer now: whoever asked sees that it is not whole.
    if (response.headersSent) response.destroy()
    else if (!(await giveBack(request, response))) desk.problem(request, response, 500)
  }) satisfies ErrorRequestHandler)
  return app
}
