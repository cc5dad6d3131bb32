package io.graydiff.gobinary;

import static io.graydiff.gobinary.MachineCodeCases.ADDRESS;
import static io.graydiff.gobinary.MachineCodeCases.FILE_OFFSET;
import static io.graydiff.gobinary.MachineCodeCases.amd64;
import static io.graydiff.gobinary.MachineCodeCases.sites;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FunctionSitesTest {
  private static final ExitChoice CONDITIONAL = new ExitChoice(true, Set.of());

  /** Test; je +9; call +16; pop rbp; ret. */
  private static final String LAST_CALL = "85c0 7405 e807000000 5d c3";

  /** The same five bytes further on. */
  private static final String LAST_CALL_FURTHER = "\n85c0 7405 e802000000 5d c3";

  @Test
  void entersAtTheBranchOfTheStackCheckAndSkipsHitsThatWillComeAgain() throws Exception {
    Site entry =
        amd64(
                """
                493b6610      ; +0 cmp rsp, [r14+0x10]
                7603          ; +4 jbe +9
                55 5d c3      ; +6 push rbp, pop rbp, ret
                e800000000    ; +9 call
                ebf0          ; +14 jmp +0
                """)
            .entry();

    assertThat(entry.address()).isEqualTo(ADDRESS + 4);
    assertThat(entry.fileOffset()).isEqualTo(FILE_OFFSET + 4);
    assertThat(entry.skipWhenBranchTaken()).isTrue();
    assertThat(entry.placement()).isEqualTo(Placement.CHEAP);
    assertThat(entry.instruction()).isEqualTo("jbe 0x401009");
    assertThat(entry.why()).contains("small frame");
  }

  @Test
  void entersFunctionsWithoutStackCheckAtTheirFirstInstruction() throws Exception {
    Site push = amd64("55 5d c3").entry();
    Site sub = amd64("4883ec08 4883c408 c3").entry();

    assertThat(push.address()).isEqualTo(ADDRESS);
    assertThat(push.placement()).isEqualTo(Placement.CHEAP);
    assertThat(push.skipWhenBranchTaken()).isFalse();
    assertThat(sub.placement()).isEqualTo(Placement.DEAR);
  }

  @Test
  void refusesToEnterWhereAnUnknownCheckLeadsBackToTheStart() throws Exception {
    FunctionSites sites = amd64("4839dc 7602 90 c3 e800000000 ebf2 ; cmp rsp, rbx; jbe +7");
    assertThatThrownBy(sites::entry)
        .isInstanceOf(SiteRefusedException.class)
        .hasMessage("main.case: begins with a stack check of unknown form, or with a loop");
  }

  @Test
  void refusesAStackCheckThatDoesNotLeadBackToTheStart() throws Exception {
    FunctionSites sites = amd64("493b6610 7602 90 c3 0f0b");
    assertThatThrownBy(sites::entry).hasMessageContaining("does not lead back to its start");
  }

  @Test
  void endsAtTheLastCheapInstructionBeforeTheReturn() throws Exception {
    assertThat(offsets(amd64("4883ec08 90 4883c408 c3").exits())).containsExactly(4L);
  }

  @Test
  void endsAtTheReturnWhereNothingCheapIsLeft() throws Exception {
    List<Site> exits = amd64("4883ec08 4883c408 c3").exits();
    assertThat(offsets(exits)).containsExactly(8L);
    assertThat(exits.get(0).placement()).isEqualTo(Placement.DEAR);
    assertThat(exits.get(0).instruction()).isEqualTo("ret");
  }

  @Test
  void doesNotEndAtABranchThatCanAlsoGoElsewhere() throws Exception {
    FunctionSites sites = amd64("85c0 7401 c3 48ffc0 c3 ; test; je +5; ret; inc; ret");
    assertThat(offsets(sites.exits())).containsExactly(4L, 8L);
    assertThat(sites.exits()).allMatch(site -> site.placement() == Placement.DEAR);
  }

  @Test
  void endsOnceAtABranchWhoseTwoWaysMeetAgain() throws Exception {
    FunctionSites sites = amd64("85c0 7405 48ffc0 eb00 c3 ; test; je +9; inc; jmp +9; ret");
    assertThat(offsets(sites.exits())).containsExactly(2L);
  }

  @Test
  void endsAtEachOfTheJumpsThatMeetAtTheReturn() throws Exception {
    FunctionSites sites =
        amd64(
            """
            85c0 7407     ; +0 test; je +11
            85db 7405     ; +4 test; je +13
            0f0b          ; +8 ud2
            c3            ; +10 ret
            eb02          ; +11 jmp +15
            eb00          ; +13 jmp +15
            48ffc0 c3     ; +15 inc; ret
            """);
    assertThat(offsets(sites.exits())).containsExactly(11L, 13L);
  }

  @Test
  void doesNotEndInALoop() throws Exception {
    FunctionSites sites = amd64("90 48ffc8 75fa c3 ; nop; dec; jne +0; ret");
    assertThat(offsets(sites.exits())).containsExactly(6L);
  }

  @Test
  void doesNotEndBeforeAPlaceThatIsJumpedToFromElsewhere() throws Exception {
    FunctionSites sites =
        amd64(
            """
            85c0 7401     ; +0 test; je +5
            c3            ; +4 ret
            85db 7501     ; +5 test; jne +10
            90            ; +9 nop
            48ffc0        ; +10 inc
            85c0 74f4 c3  ; +13 test; je +5; ret
            """);
    assertThat(offsets(sites.exits())).containsExactly(4L, 17L);
  }

  @Test
  void doesNotEndBeforeThePlaceWhereARecoveredPanicResumes() throws Exception {
    String code = "90 48ffc0 48ffc0 c3 ; nop; inc; inc; ret";
    assertThat(offsets(sites(Arch.AMD64, code, 0).exits())).containsExactly(0L);
    assertThat(offsets(sites(Arch.AMD64, code, 4).exits())).containsExactly(7L);
  }

  @Test
  void doesNotEndBeforeACall() throws Exception {
    assertThat(offsets(amd64("e800000000 5d c3 ; call; pop rbp; ret").exits())).containsExactly(6L);
  }

  @Test
  void endsAtTheWayOfABranchThatLeadsToTheReturn() throws Exception {
    FunctionSites sites =
        amd64(
            """
            85c0 7507     ; +0 test; jne +11
            e800000000    ; +4 call
            0f0b          ; +9 ud2
            48ffc0 c3     ; +11 inc; ret
            """);
    List<Site> exits = sites.exits(CONDITIONAL).sites();
    assertThat(offsets(exits)).containsExactly(2L);
    assertThat(exits.get(0).onlyIf()).contains(new BranchCondition(5));
    assertThat(exits.get(0).placement()).isEqualTo(Placement.CHEAP);
    assertThat(exits.get(0).why()).isEqualTo("if taken, nothing but the return at +14 follows");
    assertThat(offsets(sites.exits())).containsExactly(14L);
  }

  @Test
  void endsAtABranchEitherWayWhereItsWaysLeadToDifferentReturns() throws Exception {
    FunctionSites sites = amd64("85c0 7401 c3 48ffc0 c3 ; test; je +5; ret; inc; ret");
    List<Site> exits = sites.exits(CONDITIONAL).sites();
    assertThat(offsets(exits)).containsExactly(2L);
    assertThat(exits.get(0).onlyIf()).isEmpty();
  }

  @Test
  void doesNotEndAtABranchThatIsPassedOnceARound() throws Exception {
    FunctionSites sites = amd64("90 48ffc8 75fb c3 ; nop; dec; jne +1; ret");
    assertThat(offsets(sites.exits(CONDITIONAL).sites())).containsExactly(6L);
  }

  @Test
  void endsWithACallThatIsKnownToBeTheLast() throws Exception {
    Exits exits = amd64(LAST_CALL).exits(new ExitChoice(true, Set.of("0x401010")));
    assertThat(offsets(exits.sites())).containsExactly(2L);
    assertThat(exits.sites().get(0).onlyIf()).contains(new BranchCondition(4));
    assertThat(exits.lastCalls()).containsExactly(Map.entry("0x401010", 1));
  }

  @Test
  void endsAtTheReturnWhereThatCallIsNotAlwaysTheLast() throws Exception {
    Exits exits =
        amd64("e80b000000 ; +0 call +16" + LAST_CALL_FURTHER)
            .exits(new ExitChoice(true, Set.of("0x401010")));
    assertThat(exits.lastCalls()).isEmpty();
    assertThat(exits.sites()).allMatch(site -> site.placement() == Placement.DEAR);
  }

  @Test
  void hasNoEndWhereTheFunctionNeverReturns() throws Exception {
    assertThat(amd64("90 ebfd").exits()).isEmpty();
    assertThat(amd64("e800000000 90").exits()).isEmpty();
  }

  @Test
  void refusesWhatItCannotFollow() throws Exception {
    assertThatThrownBy(() -> amd64("e9fb0f0000").exits())
        .hasMessageContaining("leaves by a jump to another function at +0");
    assertThatThrownBy(() -> amd64("ffe0").exits())
        .hasMessageContaining("jumps to where a register points at +0 (jmp rax)");
    assertThatThrownBy(() -> amd64("eb01 48ffc0 c3").exits())
        .hasMessageContaining("jumps into the middle of an instruction at +0");
    assertThatThrownBy(() -> amd64("90 06 c3").exits())
        .hasMessageContaining("has an unknown instruction at +1");
  }

  @Test
  void endsAtTheReturnOnArm64WhereTheKernelEmulatesIt() throws Exception {
    List<Site> exits = sites(Arch.ARM64, "1f2003d5 c0035fd6", 0).exits();
    assertThat(offsets(exits)).containsExactly(4L);
    assertThat(exits.get(0).placement()).isEqualTo(Placement.CHEAP);
  }

  @Test
  void readsOnOverAtomicsThatTheDisassemblerDoesNotKnow() throws Exception {
    List<Site> exits = sites(Arch.ARM64, "41fce188 c0035fd6 00000000", 0).exits();
    assertThat(offsets(exits)).containsExactly(4L);
  }

  @Test
  void givesUpOnCodeWhoseBranchesAreWithoutNumber() throws Exception {
    FunctionSites sites = amd64("7501 c3 ".repeat(20_000) + "c3 ; jne +1, ret");
    assertThatThrownBy(() -> sites.exits(CONDITIONAL))
        .isInstanceOf(SiteRefusedException.class)
        .hasMessageContaining("branches in too many ways");
  }

  private static List<Long> offsets(List<Site> sites) {
    return sites.stream().map(site -> site.address() - ADDRESS).toList();
  }
}
