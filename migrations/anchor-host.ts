/**
 * What `anchor migrate` runs as "ts-node". Anchor writes a host file that makes a web3.js connection for the cluster
 * and hands it to migrations/deploy.ts by `require`. Of all this the migration needs the cluster's URL alone, so it is
 * read from the host file, and neither @anchor-lang/core nor web3.js has to be installed.
 */
import { readFileSync } from "node:fs";
import deploy from "./deploy.ts";

const [host] = process.argv.slice(2);
const url = host === undefined ? undefined : /new anchor\.web3\.Connection\(\s*"([^"]+)"/.exec(readFileSync(host, "utf8"))?.[1];
if (url === undefined) {
  process.stderr.write("migrate: error: not the host file of anchor migrate (1.2.2); run: npm run migrate -- --help\n");
  process.exitCode = 2;
} else {
  await deploy({ connection: { rpcEndpoint: url } });
}
