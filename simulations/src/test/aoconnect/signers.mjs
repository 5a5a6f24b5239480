// Wallets as the users of the network have them: an Arweave key, and an Ethereum key that signs as wallets do.
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { EthereumSigner } from '@dha-team/arbundles'
import { createDataItemSigner } from '@permaweb/aoconnect'

export function rsaSigner () {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 4096, publicExponent: 65537 })
  return createDataItemSigner(privateKey.export({ format: 'jwk' }))
}

export function ethereumSigner () {
  const wallet = new EthereumSigner(randomBytes(32).toString('hex'))
  return async (create) => {
    const message = await create({ publicKey: wallet.publicKey, type: 3, alg: 'secp256k1' })
    return { signature: await wallet.sign(message), address: wallet.publicKey.toString('hex') }
  }
}
