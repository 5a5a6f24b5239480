-- Digests that Python's hashlib gave (Keccak: the same code with the other byte of padding).

DIGESTS_OF_AO = {
  sha2_256 = "2dd411308b37266d33c9246821adc5aa4002f0091f5e2aece1953789930ad924",
  sha2_512 = "6f36a696b17ce5a71efa700e8a7e47994f3e134a5e5f387b3e7c2c912abe94f94ee823f9b9dcae59af99e2e34c8b4fb0bd592260c6720ee49e5deaac2065c4b1",
  sha3_256 = "1bbe785577db997a394d5b4555eec9159cb51f235aec07514872d2d436c6e985",
  sha3_512 = "0c29f053400cb1764ce2ec555f598f497e6fcd1d304ce0125faa03bb724f63f213538f41103072ff62ddee701b52c73e621ed4d2254a3e5e9a803d83435b704d",
  keccak256 = "76da52eec05b749b99d6e62bb52333c1569fe75284e6c82f3de12a4618be00d6",
  keccak512 = "046fbfad009a12cef9ff00c2aac361d004347b2991c1fa80fba5582251b8e0be8def0283f45f020d4b04ff03ead9f6e7c43cc3920810c05b33b4873b99affdea",
  md5 = "adac5e63f80f8629e9573527b25891d3",
  sha1 = "c29dd6c83b67a1d6d3b28588a1f068b68689aa1d",
}

-- The digest of the digest … of texts of all lengths up to that of a digest and 300.
DIGESTS_OF_LENGTHS = {
  sha2_256 = "f24608c82b3af6cc3e3ad627f1e5020f270afe00e63f6dfb187b0cab57cc8f33",
  sha2_512 = "b32cc79e0ef219c89d41d9d9e044946a633d9c999f2c4f36987e20abf3d1a501f7f1daf72990aef11e5e89bd34302a773c820aca921af17171c439bfbcda666d",
  sha3_256 = "6dd738cf96409dca09a0e1ca747fecd7f5e88449506618e5f8094973664fe87e",
  sha3_512 = "8696274dc32d624156198ae7250bb5ac524accf73ce94c8e23dae008f55672ea25534f7a5bcf84a085f522c7523300d4d60f1ab804504c08c68eac4644be3e38",
  keccak256 = "be2c5f534bab7b31f2b201851cf2ed25cdc7333f9173f5ef906e25053d1658b9",
  keccak512 = "3543b5c071d5295fdd79ab7b10c4421eca8858933698b676420b726a331325598d96e31c85814de32389f277f90d8206be5200e4de58d8f9db3730a86b98e069",
  md5 = "102e3dd2c4aa5ac5b4729bdb5a29c67a",
  sha1 = "cb560997c5e7cb8d1cf9fd82c2ef26a82be386e9",
}

-- Digest, key, text, code.
HMACS = {
  { "md5", "k", "some text", "10d512e89925b5dbe7d3137dd6253c50" },
  { "md5", "key key key key key key key key key key ", "some text", "7e5c8d78c5bd0b78218a573fd8e681cf" },
  { "md5", "long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long ", "some text", "82101a6ec8677352c3d0033453272136" },
  { "sha1", "k", "some text", "4d492313913bfd7b70e9cf68b26c1344c4159650" },
  { "sha1", "key key key key key key key key key key ", "some text", "a372339db0918aaed66bdc9463dada017c62af38" },
  { "sha1", "long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long ", "some text", "e1d6429995c0f0b80c249cccc5881d64e1bdc34c" },
  { "sha256", "k", "some text", "b8226e9d83b7752963e9917ed0174a73959773e96d97bea67e0eba352b946438" },
  { "sha256", "key key key key key key key key key key ", "some text", "957e4e89b3df8c275b210901935388ca8dea3996faaa5dac01266bb051e4d220" },
  { "sha256", "long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long ", "some text", "1f36f8a58319b8914ec4a0d57b640242a18ae06f6c67da0a4db0a182d2111425" },
  { "sha512", "k", "some text", "70d84f15ab78fed1a888649fbe9178b152a001c38fb4ae4741b5aa14b609a7d423d90181602e534f020b4e8f2ba0f339559e40411bf8960872bf87bfc474acbc" },
  { "sha512", "key key key key key key key key key key ", "some text", "82b9a3030d46f79d92960a46989b45822922c35ed7134e4f7a1431aebfc918625bdae3fd157e586ed3c8828e1339e05ec11f2ac1815ce0fbf58a8cf5f5749f4a" },
  { "sha512", "long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long ", "some text", "53d21a05318fb4b59252dd3b1e562dc4b8470a4e4e1b5227a63adad59b678de2c88510f79c87615c6e5be2f800dc671681e0c073e1e8bf787ba204f26cd30de8" },
}
