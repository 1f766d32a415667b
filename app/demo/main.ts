/**
 * The story that `make demo` tells: a community founds an organisation, registers a model, votes versions of it into
 * production, stakes compute behind it, slashes by vote, distributes rewards and revenue, anybody verifies, and forgeries show.
 */
import { ALTHING_PROGRAM_ADDRESS, TransactionRefused, explainError, explanationText } from "@althing/client";
import { isSolanaError } from "@solana/kit";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Chain } from "./chain.ts";
import { audit } from "./chapters/audit.ts";
import { decideAppointments, proposeAppointments } from "./chapters/appointments.ts";
import { closing } from "./chapters/closing.ts";
import { SAMPLE, decideEvaluation, evaluate } from "./chapters/evaluation.ts";
import { BATCH, evidence } from "./chapters/evidence.ts";
import { forgery } from "./chapters/forgery.ts";
import { founding } from "./chapters/founding.ts";
import { costTable, reckon, verifyLogs } from "./chapters/reckoning.ts";
import { registration } from "./chapters/registration.ts";
import { revenue } from "./chapters/revenue.ts";
import { joinPools } from "./chapters/rewards.ts";
import { decideSuccession, proposeSuccession } from "./chapters/succession.ts";
import { sol } from "./format.ts";
import { Laboratory } from "./laboratory.ts";
import { Narrator } from "./narrator.ts";
import { EVALUATORS, readKeypair } from "./people.ts";
import { RULES } from "./rules.ts";
import { Stage, StepFailed } from "./stage.ts";
import { Tools } from "./tools.ts";

const USAGE = `usage: npm run demo [-- --help]

Tells the whole story on a validator that has the program; \`make demo\` starts one for it. From the environment:

  ALTHING_RPC_URL   the validator's RPC   (default: http://127.0.0.1:8899)
  ALTHING_KEYPAIR   keypair file of a wallet with at least 1.5 SOL, of which less than 0.1 stay on chain
                    (default: .localnet/payer.json, which \`make localnet\` funds)
`;

/** Lamports that the founder's wallet begins with at least. */
const NEEDED = 1_500_000_000n;

const PERIODS = `Real periods are days; here an epoch lasts ${RULES.epochLength} s, a vote ${RULES.votingPeriod} s, its hold-up ${RULES.holdUp} s, a cooldown ${RULES.withdrawalCooldown} s.
Each line is a transaction: what it does, its signature, its compute units, and the SOL that left the wallets (rent
that comes back counts as negative). Lines with "=" are facts read back from the chain and checked.`;

/** Refuses a chain on which the story cannot be told, before it costs anything. */
async function checkGround(chain: Chain, keypairFile: string): Promise<void> {
  const program = await chain.rpc
    .getAccountInfo(ALTHING_PROGRAM_ADDRESS, { encoding: "base64", dataSlice: { offset: 0, length: 0 } })
    .send()
    .catch((cause: unknown) => {
      throw new Error(`ALTHING_RPC_URL: no validator answers at ${chain.url} (${reason(cause)}); \`make localnet\` starts one`);
    });
  if (!program.value?.executable) {
    throw new Error(`ALTHING_RPC_URL: the program ${ALTHING_PROGRAM_ADDRESS} is not deployed at ${chain.url}; deploy it first`);
  }
  const { address } = await readKeypair(keypairFile);
  const balance = await chain.balance(address);
  if (balance < NEEDED) {
    throw new Error(`ALTHING_KEYPAIR: ${address} has ${sol(balance, 0)} SOL, the story needs ${sol(NEEDED, 0)}; fund it first`);
  }
}

async function tell(stage: Stage, laboratory: Laboratory, keypairFile: string): Promise<void> {
  // The evaluators' runs, and at last the operator's: they are under way while the votes are open.
  const evaluations = (["v5", "v6"] as const).map((name) => EVALUATORS.map(() => laboratory.run(name, SAMPLE)));
  const service = laboratory.run("v5", BATCH);

  const assembly = await founding(stage, keypairFile);
  const first = await proposeAppointments(stage, assembly);
  const registered = await registration(stage, assembly);
  await decideAppointments(stage, assembly, first);

  const earnings = await joinPools(stage, assembly, registered);
  const second = await evaluate(stage, assembly, registered, evaluations);
  await decideEvaluation(stage, assembly, registered, second, earnings);

  const third = await proposeSuccession(stage, assembly, registered, second.offence, earnings);
  const book = await evidence(stage, assembly, registered.versions[0], service);
  await audit(stage, registered, book);
  await forgery(stage, assembly, registered.versions[0], book);
  await decideSuccession(stage, assembly, registered, third);
  await revenue(stage, assembly, registered);

  const ballots = [...Object.values(first), second.promotion, second.slash, third.succession, third.windUp];
  await closing(stage, assembly, registered, second, third, ballots);
  await verifyLogs(stage, assembly, registered);
  await reckon(stage, assembly);
}

async function main(): Promise<number> {
  if (process.argv.slice(2).some((argument) => argument === "--help" || argument === "-h")) {
    process.stdout.write(USAGE);
    return 0;
  }
  const url = process.env["ALTHING_RPC_URL"] ?? "http://127.0.0.1:8899";
  const keypairFile = keypairPath(process.env["ALTHING_KEYPAIR"]);
  const tools = new Tools(url);
  const stage = new Stage(new Chain(url), new Narrator(), tools);
  const laboratory = new Laboratory();
  const started = performance.now();
  stage.narrator.say(`The validator at ${url}; the program at ${ALTHING_PROGRAM_ADDRESS}.`);
  stage.narrator.say(PERIODS);
  try {
    tools.check();
    await checkGround(stage.chain, keypairFile);
    await tell(stage, laboratory, keypairFile);
    stage.narrator.say("\nWhat it cost\n");
    stage.narrator.say(costTable(stage, (performance.now() - started) / 1000));
    return 0;
  } catch (error) {
    stage.narrator.close();
    console.error(`\ndemo: error after ${stage.receipts.length} transactions: ${reason(error)}`);
    if (process.env["ALTHING_DEMO_STACK"]) console.error(error);
    return 1;
  } finally {
    laboratory.close();
    tools.close();
  }
}

/** Relative to where npm was called, not to this workspace. */
function keypairPath(given: string | undefined): string {
  if (given === undefined) return fileURLToPath(new URL("../../.localnet/payer.json", import.meta.url));
  return resolve(process.env["INIT_CWD"] ?? ".", given);
}

/** What went wrong, and what to do about it. */
function reason(error: unknown): string {
  if (error instanceof StepFailed) return `“${error.message}”: ${reason(error.cause)}`;
  if (error instanceof TransactionRefused) return explanationText(error.explanation);
  if (isSolanaError(error)) return explanationText(explainError(error));
  return error instanceof Error ? error.message : String(error);
}

process.exitCode = await main();
