// Writes a golden transaction with the npm package arweave, which arlocal depends on:
//   node golden.mjs <key.jwk.json> > arweave-transfer.json
// A transaction with a target, a quantity, data of three chunks, and tags of which one is not ASCII.
import { readFileSync } from "node:fs";
import arweaveModule from "arweave";

const Arweave = arweaveModule.default ?? arweaveModule;
const arweave = Arweave.init({});
const key = JSON.parse(readFileSync(process.argv[2], "utf8"));
const size = 600000;
const data = new Uint8Array(size);
for (let i = 0; i < size; i++) {
  data[i] = (i * 31 + (i >> 8) * 17 + (i >> 16) * 101 + 252) & 255;
}
const transaction = await arweave.createTransaction(
  {
    data,
    target: "FRTjGlHCsJTPze87wT30Nbl6IVigQnxQ7yzyCnm1rCU",
    quantity: "123456789012345678901",
    reward: "987654321",
    last_tx: "bvkads4iGGso7nzenjgT502DFk71pWo75rvZqv473oFiophwnZGJfXvG-KA5Numb",
  },
  key,
);
transaction.addTag("Content-Type", "text/plain");
transaction.addTag("Náme", "välue ☂");
await arweave.transactions.sign(transaction, key);
if (!(await arweave.transactions.verify(transaction))) {
  throw new Error("the library does not verify its own signature");
}
const paths = transaction.chunks.proofs.map((proof) => Buffer.from(proof.proof).toString("base64url"));
const { data: omitted, ...tx } = transaction.toJSON();
console.log(JSON.stringify({ dataSize: size, tx: { ...tx, data: "" }, paths }, null, 1));
