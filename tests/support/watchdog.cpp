/// Linked into every test under ThreadSanitizer. Qt Test's own watchdog thread is deleted while it
/// may still look at a condition variable inside libQt6Test, which is not instrumented; frames of
/// our tests never show qRun itself, so nothing of ours hides behind this.
extern "C" const char* __tsan_default_suppressions();
extern "C" const char* __tsan_default_suppressions()
{
    return "race:QTest::qRun\n";
}
