# make             the program, at build/tocsin
# make check       every test; T=near only that one, T="near un" both; SAN=address,undefined or SAN=thread under
#                  sanitizers; COV=1 for coverage; CC=clang CXX=clang++ with the other compiler
# make check-unit  those of them that need no program
# make lint        format, layers, headers alone, banned calls, C11 and C23 (C17 is built), clang-tidy, cppcheck
# make fuzz        thirty seconds of libFuzzer on each harness (clang); SECONDS=n for other times
# make bench       what it does a second, beside the goals; B=parse only that one
# make learn       data/likeness*.tsv and data/rarity.tsv again, from the data in $TOCSIN_SHARED or ../shared
# make accuracy    how right screening is, on real data that nothing was learned from
# make learn       letters, words and their rarity from real data; make learn-score: the weights of evidence
# make install     PREFIX (default /usr/local) and DESTDIR are respected
# make uninstall clean
CC      ?= cc
CXX     ?= c++
STD     ?= c17
SAN     ?=
COV     ?=
PREFIX  ?= /usr/local
VERSION := 0.1.0
comma   := ,
# V=1 shows the commands.
Q       := $(if $(V),,@)
say      = $(if $(V),,@printf '  %-5s %s\n' $(1) $(2))

BUILD := build/$(notdir $(CC))-$(STD)$(if $(SAN),-$(subst $(comma),-,$(SAN)))$(if $(COV),-cov)
PKGS  := libxml-2.0 sqlite3 libzstd libsodium libseccomp minizip inih
WARN  := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
         -Wmissing-prototypes -Wcast-qual -Wwrite-strings -Wvla -Wundef -Wformat=2 -Wdouble-promotion
STRICT := $(if $(wildcard .git),-Werror)  # strict in a checkout, lenient in a tarball

DEFINES  := -Isrc -Itests -D_GNU_SOURCE -DTOCSIN_VERSION='"$(VERSION)"' \
            $(shell pkg-config --cflags $(PKGS) libcrypto libcurl libmicrohttpd)
CPPFLAGS += $(DEFINES)
CFLAGS   ?= -O2 -g
CXXFLAGS ?= -O3 -g
COMMON   := -fno-omit-frame-pointer -fstack-protector-strong
ifneq ($(COV),)
COMMON   += --coverage -O0
endif
ifneq ($(SAN),)
COMMON   += -fsanitize=$(SAN) -fno-sanitize-recover=all
endif
ALL      := -std=$(STD) $(WARN) $(STRICT) $(CFLAGS) $(COMMON)
ALLXX    := -std=c++17 -Wall -Wextra $(STRICT) $(CXXFLAGS) $(COMMON)
# One function of libcrypto is used.  From the archive it is 20 KB; the shared library is relocated
# for a millisecond at each start.
CRYPTO   := $(or $(filter /%,$(shell $(CC) -print-file-name=libcrypto.a)),$(shell pkg-config --libs libcrypto))
LIBS     := $(shell pkg-config --libs $(PKGS)) $(CRYPTO) -lsimdjson -lz -lpthread -lm
CMOCKA   := -lcmocka

MAIN    := src/cli/main.c
LIB     := $(filter-out $(MAIN),$(wildcard src/*/*.c))
LIBXX   := $(wildcard src/*/*.cc)
HEADERS := $(wildcard include/*.h src/*/*.h tests/*.h tests/*/*.h bench/*.h)
DATA    := $(wildcard cases/*.csv) $(wildcard data/*.csv) $(wildcard data/tables/*.ini)
MADE    := data alike_table rarity_table edition
OBJ     := $(LIB:%.c=$(BUILD)/%.o) $(LIBXX:%.cc=$(BUILD)/%.o) $(MADE:%=$(BUILD)/gen/%.o)
NAMED   := $(or $(T),*)
UNIT    := $(wildcard $(NAMED:%=tests/unit/%_test.c))
SCRIPTS := $(foreach d,replay crash cli ledger,$(wildcard $(NAMED:%=tests/$(d)/%_test.py) $(NAMED:%=tests/$(d)/%_test.sh)))
FUZZ    := $(wildcard tests/fuzz/*_fuzz.c)
BENCH   := $(wildcard bench/*_bench.c)

all: $(BUILD)/tocsin
	@ln -sf $(notdir $(BUILD))/tocsin build/tocsin
$(BUILD)/tocsin: $(MAIN:%.c=$(BUILD)/%.o) $(BUILD)/libtocsin.a
	$(call say,LINK,$@)
	$(Q)$(CXX) $(COMMON) -o $@ $^ $(LIBS)
$(BUILD)/libtocsin.a: $(OBJ)
	@rm -f $@
	$(Q)$(AR) qcs $@ $^
$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(CPPFLAGS) -MMD -MP $(ALL) -c -o $@ $<
$(BUILD)/%.o: %.cc
	@mkdir -p $(@D)
	$(call say,CXX,$<)
	$(Q)$(CXX) $(CPPFLAGS) -MMD -MP $(ALLXX) -c -o $@ $<

# Files of data/ and cases/ that the program carries with it.
GEN := build/gen/data.c
$(GEN): tools/embed $(DATA)
	@mkdir -p $(@D)
	$(Q)tools/embed $(DATA) > $@
# What letters stand for which, as the tables that text/alike.c looks into.
build/gen/alike_table.c: tools/alike-table data/likeness.tsv data/likeness-words.tsv src/text/alike_table.h
	@mkdir -p $(@D)
	$(Q)tools/alike-table data/likeness.tsv data/likeness-words.tsv > $@
build/gen/rarity_table.c: tools/rarity-table data/rarity.tsv src/text/rarity_table.h
	@mkdir -p $(@D)
	$(Q)tools/rarity-table data/rarity.tsv > $@
# By which sources names are read, and scored (base/edition.h).
READ    := $(sort $(wildcard src/text/*.[ch] src/record/*.[ch] src/index/*.[ch]) $(wildcard data/*.tsv) $(DATA))
SCORED  := $(READ) $(sort $(wildcard src/screen/*.[ch]))
build/gen/edition.c: tools/edition $(SCORED)
	@mkdir -p $(@D)
	$(Q)tools/edition names $(READ) > $@
	$(Q)tools/edition scores $(SCORED) >> $@
$(BUILD)/gen/%.o: build/gen/%.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) -MMD -MP $(ALL) -c -o $@ $<

# ---- Tests.
$(BUILD)/%_test: $(BUILD)/%_test.o $(BUILD)/libtocsin.a
	$(call say,LINK,$@)
	$(Q)$(CXX) $(COMMON) -o $@ $^ $(LIBS) $(CMOCKA)
HELPERS := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/ledger/*.c))
$(HELPERS): $(BUILD)/%: $(BUILD)/%.o $(BUILD)/libtocsin.a
	$(call say,LINK,$@)
	$(Q)$(CXX) $(COMMON) -o $@ $^ $(LIBS)
RUN_TESTS = WRAP='$(WRAP)' TOCSIN='$(CURDIR)/$(BUILD)/tocsin' tools/test-runner
check: $(UNIT:%.c=$(BUILD)/%) $(BUILD)/tocsin $(HELPERS)
	@$(RUN_TESTS) $(SCRIPTS) $(UNIT:%.c=$(BUILD)/%)  # the long ones first
check-unit: $(UNIT:%.c=$(BUILD)/%)
	@$(RUN_TESTS) $^

# ---- Fuzzing: clang, with sanitizers in everything, the C++ too.
FZ      := build/fuzz/obj
FZFLAGS := -g -O1 -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined \
           -fno-sanitize-recover=all
FZOBJ   := $(LIB:%.c=$(FZ)/%.o) $(LIBXX:%.cc=$(FZ)/%.o) $(MADE:%=$(FZ)/gen/%.o)
FUZZERS := $(FUZZ:tests/fuzz/%.c=build/fuzz/%)
SECONDS ?= 30
$(FZ)/%.o: %.c
	@mkdir -p $(@D)
	$(call say,FUZZ,$<)
	$(Q)clang $(DEFINES) -MMD -MP -std=$(STD) $(FZFLAGS) -c -o $@ $<
$(FZ)/%.o: %.cc
	@mkdir -p $(@D)
	$(call say,FUZZ,$<)
	$(Q)clang++ $(DEFINES) -MMD -MP -std=c++17 $(FZFLAGS) -c -o $@ $<
$(FZ)/gen/%.o: build/gen/%.c
	@mkdir -p $(@D)
	$(Q)clang $(DEFINES) -MMD -MP -std=$(STD) $(FZFLAGS) -c -o $@ $<
$(FZ)/libtocsin.a: $(FZOBJ)
	@rm -f $@
	$(Q)$(AR) qcs $@ $^
build/fuzz/%_fuzz: $(FZ)/tests/fuzz/%_fuzz.o $(FZ)/libtocsin.a
	$(call say,LINK,$@)
	$(Q)clang++ -fsanitize=fuzzer,address,undefined -o $@ $^ $(LIBS)
fuzz: $(FUZZERS)
	@tools/fuzz $(SECONDS) $^
fuzz-short: $(FUZZERS)
	@tools/fuzz 3 $^

# ---- Speed.
$(BUILD)/%_bench: $(BUILD)/%_bench.o $(BUILD)/libtocsin.a
	$(call say,LINK,$@)
	$(Q)$(CXX) $(COMMON) -o $@ $^ $(LIBS)
bench: all $(BENCH:%.c=$(BUILD)/%)
	@TOCSIN='$(CURDIR)/$(BUILD)/tocsin' tools/run-bench $(or $(B),all) $(BENCH:%.c=$(BUILD)/%) \
	    $(wildcard bench/*_bench.sh bench/*_bench.py)

# ---- What is learned from data that are not ours to carry: doc/design/likeness.md.
SHARED  := $(or $(TOCSIN_SHARED),../shared)
build/learn/%: tools/learn/%.c $(BUILD)/libtocsin.a
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(CPPFLAGS) $(ALL) -o $@ $< $(BUILD)/libtocsin.a -lm
learn: all
	tools/learn/learn build/tocsin $(SHARED)/data build/learn

learn-score: all build/learn/score_rows
	tools/learn/score_pairs.py > build/learn/pairs.tsv
	tools/learn/score_fit.py build/learn/pairs.tsv > build/learn/weights.h
	@clang-format -i build/learn/weights.h
	@cmp build/learn/weights.h src/screen/weights.h || echo "build/learn/weights.h is other than src/screen/weights.h"
accuracy: all
	@bench/accuracy.py

# ---- House rules that run.  clang-tidy is asked again only where something changed.
SH      := run check .ci/run $(shell grep -l '^\#!/bin/sh' tools/* tests/*/* bench/* 2>/dev/null)
PY      := $(shell grep -l '^\#!.*python3' tools/* tests/*/* bench/* 2>/dev/null)
TIDY    := $(LIB:%=build/lint/%.ok) build/lint/$(MAIN).ok
ALL_C   := $(LIB) $(MAIN) $(wildcard tests/unit/*.c tests/ledger/*.c) $(FUZZ) $(BENCH)
EACH    := xargs -P $(shell nproc)
LINTS   := format layers headers banned scripts man completions compile cppcheck tidy
lint: $(LINTS:%=lint-%)
lint-format:
	@echo clang-format
	@clang-format --dry-run --Werror $(ALL_C) $(HEADERS) $(LIBXX)
lint-layers:
	tools/check-layers.sh
lint-banned:
	@echo tools/check-banned.sh
	@tools/check-banned.sh $(ALL_C) $(LIBXX) $(HEADERS)
lint-scripts:
	shellcheck $(SH)
	@for f in $(PY); do python3 -c 'import ast, sys; ast.parse(open(sys.argv[1]).read())' $$f || exit 1; done
lint-man:
	@echo mandoc -Tlint
	@for f in $(wildcard doc/man/*.[1-8]); do mandoc -Tlint -Wwarning $$f || exit 1; done
lint-completions:
	tools/check-completions.sh
lint-headers:
	@echo each header alone, gcc and clang
	@for h in $(HEADERS); do echo gcc $$h; echo clang $$h; done | $(EACH) -L 1 sh -c \
	    'echo "#include \"$$2\"" | $$1 -std=$(STD) $(WARN) -Wno-unused-function -Werror -Isrc -Itests \
	     -I. -fsyntax-only -xc -' sh
lint-compile:
	@for how in 'gcc -std=c11' 'clang -std=c2x'; do \
	    echo $$how -fsyntax-only; \
	    printf '%s\n' $(ALL_C) | $(EACH) -n 12 $$how $(WARN) -Werror $(DEFINES) -fsyntax-only \
	        || exit 1; done
# A table of all 256 bytes has no limit to check before it is looked at.
lint-cppcheck:
	@echo cppcheck
	@cppcheck --quiet --suppress=arrayIndexThenCheck -j$(shell nproc) --std=c11 --error-exitcode=1 --inline-suppr \
	    --enable=warning,performance,portability -Isrc -D_GNU_SOURCE '-DTOCSIN_VERSION=""' src
# How many states of a function the analyzer looks at.  With its own default of 225000 it finds
# nothing more here and takes twice as long: make lint-tidy NODES=225000.
NODES   ?= 60000
TIDYARG := $(DEFINES) -std=$(STD) -Xclang -analyzer-config -Xclang max-nodes=$(NODES)
lint-tidy:
	@$(MAKE) --no-print-directory -k -j$(shell nproc) $(TIDY)
build/lint/%.ok: % $(HEADERS) .clang-tidy
	@mkdir -p $(@D)
	$(call say,TIDY,$<)
	$(Q)clang-tidy --quiet $< -- $(TIDYARG) > $@.log 2>&1 || { cat $@.log; exit 1; }
	@mv $@.log $@

# ---- Installing.
BINDIR  := $(DESTDIR)$(PREFIX)/bin
SHARE   := $(DESTDIR)$(PREFIX)/share
PC      := $(DESTDIR)$(PREFIX)/lib/pkgconfig/tocsin.pc
MAN1    := $(wildcard doc/man/*.1)
MAN5    := $(wildcard doc/man/*.5)
BASHC   := $(SHARE)/bash-completion/completions/tocsin
ZSHC    := $(SHARE)/zsh/site-functions/_tocsin
FISHC   := $(SHARE)/fish/vendor_completions.d/tocsin.fish
TEXTS   := $(wildcard README.md NEWS.md LICENSE SECURITY.md) $(shell find doc -name '*.md' -o -name '*.svg')
install: all
	install -D -m 755 build/tocsin $(BINDIR)/tocsin
	install -D -m 644 completions/tocsin.bash $(BASHC)
	install -D -m 644 completions/_tocsin $(ZSHC)
	install -D -m 644 completions/tocsin.fish $(FISHC)
	install -d $(SHARE)/man/man1 $(SHARE)/man/man5 $(dir $(PC))
	$(if $(MAN1),install -m 644 $(MAN1) $(SHARE)/man/man1)
	$(if $(MAN5),install -m 644 $(MAN5) $(SHARE)/man/man5)
	for f in $(TEXTS); do install -D -m 644 $$f $(SHARE)/doc/tocsin/$${f#doc/} || exit 1; done
	sed 's|@PREFIX@|$(PREFIX)|; s|@VERSION@|$(VERSION)|' tools/tocsin.pc.in > $(PC)
	chmod 644 $(PC)
uninstall:
	rm -f $(BINDIR)/tocsin $(BASHC) $(ZSHC) $(FISHC) $(PC) \
	    $(MAN1:doc/man/%=$(SHARE)/man/man1/%) $(MAN5:doc/man/%=$(SHARE)/man/man5/%)
	rm -rf $(SHARE)/doc/tocsin

clean:
	rm -rf build
.PHONY: accuracy learn learn-score all check check-unit fuzz fuzz-short bench lint $(LINTS:%=lint-%) install uninstall clean
.SECONDARY:
-include $(shell find $(BUILD) $(FZ) -name '*.d' 2>/dev/null)
