{
  "targets": [
    {
      "target_name": "preprocessing",
      "sources": [
        "src/addon.cpp",
        "src/avx2.cpp",
        "src/avx512.cpp",
        "src/baseline.cpp",
        "src/batch.cpp",
        "src/chain.cpp",
        "src/instructions.cpp",
        "src/readStep.cpp",
      ],
      "defines": ["NAPI_VERSION=8"],
      "cflags_cc": [
        "-std=c++17",
        "-O3",
        # Every result is that of the TypeScript steps, bit for bit: no multiplication is fused with an addition.
        "-ffp-contract=off",
        "-fno-math-errno",
        "-fno-trapping-math",
        "-fvisibility=hidden",
        "-Wall",
        "-Wextra",
        "-Wno-psabi",
        "-Wno-unused-parameter",
      ],
      "cflags_cc!": ["-std=gnu++17", "-std=gnu++20"],
      "xcode_settings": {
        "CLANG_CXX_LANGUAGE_STANDARD": "c++17",
        "MACOSX_DEPLOYMENT_TARGET": "11.0",
        "OTHER_CPLUSPLUSFLAGS": ["-O3", "-ffp-contract=off", "-fno-math-errno", "-fno-trapping-math"],
      },
      "msvs_settings": {
        "VCCLCompilerTool": { "AdditionalOptions": ["/std:c++17", "/O2", "/fp:precise"] },
      },
    },
  ],
}
