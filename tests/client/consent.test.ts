/** Grants as the client judges them; the program's own judgement is tested in Rust. */
import { ALTHING_PROGRAM_ADDRESS, findGrantPda, GRANT_PURPOSES, GRANT_STATES, grantProblem, grantsOf, PRICE_KINDS, prepaidAt, productionProblem, promotionProblem } from "@althing/client";
import type { Grant } from "@althing/client";
import { address } from "@solana/kit";
import type { Address } from "@solana/kit";
import { expect, test } from "vitest";

const ACTIVE = GRANT_STATES.indexOf("active");
const NOW = 1_000n;

function grant(change: Partial<Grant> = {}): Grant {
  const meter = { prepaid: 0n, owed: 0n, carry: 0n, last: NOW };
  const terms = { priceKind: 0, price: 0n, period: 0n, startsAt: 0n, expiresAt: 0n, useCap: 0n };
  return { state: ACTIVE, uses: 0n, meter, ...terms, ...change } as Grant;
}

const streamed = (prepaid: bigint, carry: bigint, last = NOW) =>
  grant({ priceKind: PRICE_KINDS.indexOf("streamed"), price: 10n, period: 3n, meter: { prepaid, owed: 0n, carry, last } });

test("Given a free grant, When it is active, Then nothing is in the way", () => {
  expect(grantProblem(grant(), NOW)).toBeUndefined();
});

test.each([
  { change: { state: GRANT_STATES.indexOf("offered") }, problem: "GrantNotAccepted" },
  { change: { state: GRANT_STATES.indexOf("revoked") }, problem: "GrantRevoked" },
  { change: { state: GRANT_STATES.indexOf("ended") }, problem: "GrantRevoked" },
  { change: { startsAt: NOW + 1n }, problem: "GrantNotStarted" },
  { change: { startsAt: NOW }, problem: undefined },
  { change: { expiresAt: NOW }, problem: "GrantExpired" },
  { change: { expiresAt: NOW + 1n }, problem: undefined },
  { change: { useCap: 3n, uses: 3n }, problem: "GrantExhausted" },
  { change: { useCap: 3n, uses: 2n }, problem: undefined },
])("Given a grant with $change, When it is asked for, Then $problem is in the way", ({ change, problem }) => {
  expect(grantProblem(grant(change), NOW)).toBe(problem);
});

test("Given a stream, When it runs dry, Then it is unpaid from that second on", () => {
  // 10 units every 3 seconds: 100 last 30 seconds, less what has begun.
  expect([29n, 30n].map((wait) => grantProblem(streamed(100n, 0n), NOW + wait))).toEqual([undefined, "GrantUnpaid"]);
  expect(prepaidAt(streamed(100n, 2n), NOW + 1n)).toBe(96n);
  expect(prepaidAt(streamed(100n, 0n), NOW - 5n)).toBe(100n);
});

const perUse = (prepaid: bigint, uses: bigint) =>
  grant({ priceKind: PRICE_KINDS.indexOf("per use"), price: 10n, useCap: 1n, uses, meter: { prepaid, owed: 0n, carry: 0n, last: NOW } });

test.each([
  { change: { state: GRANT_STATES.indexOf("revoked") }, problem: "GrantRevoked" },
  { change: { expiresAt: NOW }, problem: "GrantExpired" },
  { change: { useCap: 3n, uses: 3n }, problem: undefined },
])("Given a grant with $change, When what was made of it is released, Then $problem is in the way", ({ change, problem }) => {
  expect(promotionProblem(grant(change), NOW)).toBe(problem);
  expect(productionProblem(grant(change), NOW)).toBe(problem);
});

test("Given a price per use, When it is neither recorded nor prepaid, Then a release is unpaid", () => {
  expect([perUse(9n, 0n), perUse(10n, 0n), perUse(0n, 1n)].map((it) => promotionProblem(it, NOW))).toEqual(["GrantUnpaid", undefined, undefined]);
  expect(grantProblem(perUse(0n, 1n), NOW)).toBe("GrantExhausted");
});

test("Given a stream, When it is released, Then a period is paid ahead, and it lasts until it is dry", () => {
  const at = (wait: bigint) => [promotionProblem, productionProblem].map((judge) => judge(streamed(23n, 0n), NOW + wait));
  expect(at(4n)).toEqual([undefined, undefined]);
  expect(at(5n)).toEqual(["GrantUnpaid", undefined]);
  expect(at(7n)).toEqual(["GrantUnpaid", "GrantUnpaid"]);
  const usedUp = { ...streamed(9n, 0n), useCap: 1n, uses: 1n };
  expect([promotionProblem, productionProblem].map((judge) => judge(usedUp, NOW + 1_000n))).toEqual(["GrantUnpaid", undefined]);
});

test("Given a version made from data, When it is to be promoted, Then the grants are those of its datasets in order", async () => {
  const model = ALTHING_PROGRAM_ADDRESS;
  const [first, second] = ["11111111111111111111111111111112", "11111111111111111111111111111113"].map(address) as [Address, Address];
  const places = { datasets: [second, first, model], purposes: new Uint8Array([2, 0, 0]), datasetCount: 2 };
  const expected = [
    (await findGrantPda({ dataset: second, model, purpose: 2 }))[0],
    (await findGrantPda({ dataset: first, model, purpose: 0 }))[0],
  ];
  expect(await grantsOf({ model, ...places })).toEqual(expected);
});

test("Given the numbers of purposes, Then they are those of the program", () => {
  expect(GRANT_PURPOSES.map((name, number) => `${number} ${name}`)).toEqual([
    "0 train",
    "1 fine-tune",
    "2 evaluate",
    "3 retrieve",
    "4 align",
    "5 distill",
  ]);
});
