package dev.holon.core;

/** A refusal with its facts: what, which id, which limit. */
public record Refusal(RefusalCode code, String message) {}
