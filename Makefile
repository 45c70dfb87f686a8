# make             the program, at build/tocsin
# make check       unit tests; SAN=address,undefined or SAN=thread under sanitizers
# make lint        format, layers, headers alone, banned calls, clang-tidy, cppcheck
# make fuzz        thirty seconds of libFuzzer on each harness (clang); SECONDS=n for other times
# make bench       what it does a second, beside the goals
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
PKGS  := libxml-2.0 libcurl sqlite3 libzstd libcrypto libsodium libseccomp minizip inih
WARN  := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
         -Wmissing-prototypes -Wcast-qual -Wwrite-strings -Wvla -Wundef -Wformat=2 -Wdouble-promotion
STRICT := $(if $(wildcard .git),-Werror)  # strict in a checkout, lenient in a tarball

CPPFLAGS += -Isrc -Itests -I$(BUILD)/gen -D_GNU_SOURCE -DTOCSIN_VERSION='"$(VERSION)"' \
            $(shell pkg-config --cflags $(PKGS))
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
LIBS     := $(shell pkg-config --libs $(PKGS)) -lsimdjson -lz -lpthread
CMOCKA   := -lcmocka

MAIN  := src/cli/main.c
LIB   := $(filter-out $(MAIN),$(wildcard src/*/*.c))
LIBXX := $(wildcard src/*/*.cc)
DATA  := $(wildcard cases/*.csv) $(wildcard data/*.csv) $(wildcard data/tables/*.ini)
OBJ   := $(LIB:%.c=$(BUILD)/%.o) $(LIBXX:%.cc=$(BUILD)/%.o) $(BUILD)/gen/data.o
TESTS := $(wildcard tests/unit/*_test.c)
FUZZ  := $(wildcard tests/fuzz/*_fuzz.c)

all: build/tocsin

build/tocsin: $(BUILD)/tocsin
	@ln -sf $(notdir $(BUILD))/tocsin $@
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
$(BUILD)/gen/data.c: tools/embed $(DATA)
	@mkdir -p $(@D)
	tools/embed $(DATA) > $@
$(BUILD)/gen/data.o: $(BUILD)/gen/data.c
	$(Q)$(CC) $(CPPFLAGS) $(ALL) -c -o $@ $<

$(BUILD)/%_test: $(BUILD)/%_test.o $(BUILD)/libtocsin.a
	$(call say,LINK,$@)
	$(Q)$(CXX) $(COMMON) -o $@ $^ $(LIBS) $(CMOCKA)
# T=near runs one of them.
check: $(patsubst %.c,$(BUILD)/%,$(if $(T),tests/unit/$(T)_test.c,$(TESTS)))
	@for t in $^; do $(WRAP) ./$$t || exit 1; done

clean:
	rm -rf build
.PHONY: all check clean
.SECONDARY:
-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
